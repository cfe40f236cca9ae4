package io.ebsnap.service;

import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.lock.SteadyClock;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What every part of the daemon stands on.
 *
 * @param cipher seals and opens
 * @param random for names, nonces and keys
 * @param clock the time of day
 * @param nanoTime elapsed nanoseconds
 * @param steady what the kernel knows of time beside that of day
 * @param crashPoints is told of each durable step
 */
record Foundation(
        AeadCipher cipher,
        SecureRandom random,
        InstantSource clock,
        LongSupplier nanoTime,
        SteadyClock steady,
        CrashPoints crashPoints) {

    /** That many random bytes. */
    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
