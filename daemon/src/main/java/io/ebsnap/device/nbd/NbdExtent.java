package io.ebsnap.device.nbd;

/**
 * A range of an export and what a metadata context says of it.
 *
 * @param offset in bytes
 * @param length in bytes, 1 or more
 * @param flags whose meaning is the context's
 */
public record NbdExtent(long offset, long length, int flags) {

    /** Where it ends. */
    public long end() {
        return offset + length;
    }
}
