package io.ebsnap.control;

import io.ebsnap.api.Limits;
import io.ebsnap.failure.Failure;

/** The rate at which a volume is filled: MiB a second in the protocol, as in EC2, bytes a second in the services. */
final class InitializationRate {

    private static final long MEBIBYTE = 1L << 20;

    private InitializationRate() {}

    /**
     * In bytes a second.
     *
     * @param mebibytes 0 is as fast as it goes
     * @throws Failure.Invalid if it is no rate
     */
    static long bytes(long mebibytes) {
        if (mebibytes < 0 || mebibytes > Limits.INITIALIZATION_RATE_MIB_MAX) {
            throw new Failure.Invalid(
                    "an initialization rate of " + mebibytes + " MiB/s is not from 0 to "
                            + Limits.INITIALIZATION_RATE_MIB_MAX,
                    "0 is as fast as it goes");
        }
        return mebibytes * MEBIBYTE;
    }

    /** In MiB a second, rounded up: nothing but 0 becomes 0. */
    static long mebibytes(long bytes) {
        return Math.ceilDiv(bytes, MEBIBYTE);
    }
}
