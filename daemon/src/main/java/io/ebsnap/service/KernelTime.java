package io.ebsnap.service;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.KernelClock;
import io.ebsnap.lock.SteadyClock;
import java.io.IOException;
import java.time.Duration;

/**
 * The kernel's elapsed time.
 *
 * @param kernel tells it
 */
record KernelTime(KernelClock kernel) implements SteadyClock {

    @Override
    public String bootId() {
        try {
            return kernel.bootId();
        } catch (IOException e) {
            throw unknown(e);
        }
    }

    @Override
    public Duration sinceBoot() {
        try {
            return kernel.sinceBoot();
        } catch (IOException e) {
            throw unknown(e);
        }
    }

    @Override
    public boolean isSynchronised() {
        return kernel.isSynchronised();
    }

    private static Failure unknown(IOException e) {
        return new Failure.Unavailable("cannot tell how long the machine has been running: " + e.getMessage(), e);
    }
}
