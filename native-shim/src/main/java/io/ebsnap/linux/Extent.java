package io.ebsnap.linux;

/**
 * One run of a file's blocks.
 *
 * @param logicalOffset where it begins in the file: bytes
 * @param physicalOffset where it begins on the device: bytes; meaningless if {@link #locationUnknown()}
 * @param length bytes
 * @param flags the kernel's {@code FIEMAP_EXTENT_*} bits
 */
public record Extent(long logicalOffset, long physicalOffset, long length, int flags) {

    private static final int UNKNOWN = 0x2;
    private static final int DELAYED = 0x4;
    private static final int ENCODED = 0x8;
    private static final int NOT_ALIGNED = 0x100;
    private static final int INLINE = 0x200;
    private static final int UNWRITTEN = 0x800;
    private static final int SHARED = 0x2000;

    /** Whether the place on the device is not known (yet). */
    public boolean locationUnknown() {
        return (flags & (UNKNOWN | DELAYED)) != 0;
    }

    /** Whether it has not been written to the device yet. */
    public boolean delayed() {
        return (flags & DELAYED) != 0;
    }

    /** Whether the device holds it compressed or encrypted. */
    public boolean encoded() {
        return (flags & ENCODED) != 0;
    }

    /** Whether it lies among metadata, so that its place says nothing about its content. */
    public boolean inline() {
        return (flags & (INLINE | NOT_ALIGNED)) != 0;
    }

    /** Whether space is reserved but reads as zeros. */
    public boolean unwritten() {
        return (flags & UNWRITTEN) != 0;
    }

    /** Whether another file or snapshot has the same blocks. */
    public boolean shared() {
        return (flags & SHARED) != 0;
    }

    /** Where it ends in the file: bytes. */
    public long logicalEnd() {
        return Math.addExact(logicalOffset, length);
    }
}
