package io.ebsnap.linux;

/**
 * A part of a file that is not a hole.
 *
 * @param offset bytes
 * @param length bytes
 */
public record DataRange(long offset, long length) {

    /** Where it ends: bytes. */
    public long end() {
        return Math.addExact(offset, length);
    }
}
