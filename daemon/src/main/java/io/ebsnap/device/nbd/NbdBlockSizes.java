package io.ebsnap.device.nbd;

/**
 * What offsets and lengths of requests must keep to.
 *
 * @param minimum a power of two, 1 .. 65536: all are a multiple of it, but for the end of an export whose size is not
 * @param readMaximum the longest read in bytes, a multiple of {@code minimum}
 */
record NbdBlockSizes(int minimum, int readMaximum) {

    private static final int MINIMUM_MAX = 65_536;

    /** Of a server that tells none. */
    static final NbdBlockSizes DEFAULT = new NbdBlockSizes(1, NbdLimits.READ_BYTES_MAX);

    /** Of what a server told: unsigned numbers. */
    static NbdBlockSizes of(long minimum, long preferred, long maximum) throws NbdProtocolException {
        boolean possible = isPowerOfTwo(minimum)
                && minimum <= MINIMUM_MAX
                && isPowerOfTwo(preferred)
                && preferred >= minimum
                && maximum >= minimum;
        if (!possible) {
            throw new NbdProtocolException(
                    "block sizes minimum " + minimum + ", preferred " + preferred + ", maximum " + maximum);
        }
        int most = Math.toIntExact(Math.min(maximum, NbdLimits.READ_BYTES_MAX));
        return new NbdBlockSizes((int) minimum, most - most % (int) minimum);
    }

    /** The largest multiple of the minimum that is not above {@code offset}. */
    long floor(long offset) {
        return offset - offset % minimum;
    }

    /** The least multiple of the minimum that is not below {@code offset}, but not beyond {@code end}. */
    long ceiling(long offset, long end) {
        return Math.min(end, floor(Math.addExact(offset, minimum - 1L)));
    }

    private static boolean isPowerOfTwo(long number) {
        return number > 0 && Long.bitCount(number) == 1;
    }
}
