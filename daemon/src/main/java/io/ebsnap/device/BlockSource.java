package io.ebsnap.device;

import io.ebsnap.geometry.VolumeGeometry;
import java.nio.ByteBuffer;

/**
 * Something that blocks are read from: a block device, an image file, an NBD export. Safe for use by several threads, several
 * reads at a time.
 */
public interface BlockSource extends AutoCloseable {

    /** What a person calls it: a path or a URI. */
    String name();

    /** Its size, as it was when it was opened. */
    VolumeGeometry geometry();

    /**
     * Reads until {@code target} has no room left.
     *
     * @param offset multiple of 4096
     * @param target direct, its address aligned to 4096 (see {@link AlignedBuffer})
     * @throws io.ebsnap.failure.Failure.Unavailable if the device cannot be read there, has shrunk or is gone; names device, offset and errno
     */
    void read(long offset, ByteBuffer target);

    /**
     * Reads, as {@link #read} does, what may be left unread.
     *
     * @return false if it cannot be told any more what it was at the instant that the source shows; what was put into {@code target} means nothing then
     */
    default boolean readIfKept(long offset, ByteBuffer target) {
        read(offset, target);
        return true;
    }

    /**
     * Whether a range is known to read as zeros without reading it. False only means that it must be read.
     */
    boolean knownZeros(long offset, long length);

    /**
     * Whether somebody has used what is read here since this was asked last, as far as that is known: whoever reads in the background stands back behind
     * him. To be asked by one reader.
     */
    default boolean usedSinceAsked() {
        return false;
    }

    @Override
    void close();
}
