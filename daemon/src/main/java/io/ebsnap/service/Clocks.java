package io.ebsnap.service;

import de.thetaphi.forbiddenapis.SuppressForbidden;
import java.util.function.LongSupplier;

/** The clock that is never set, for everything below that is handed one. */
final class Clocks {

    private Clocks() {}

    /** Elapsed nanoseconds. */
    @SuppressForbidden // the one place where it comes in
    static LongSupplier monotonicNanos() {
        return System::nanoTime;
    }
}
