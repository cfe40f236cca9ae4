package io.ebsnap.device;

import io.ebsnap.geometry.VolumeGeometry;
import java.nio.ByteBuffer;

/**
 * Something that a restore writes to: a block device opened for exclusive use, or a file. Safe for use by several threads on
 * ranges that do not overlap.
 */
public interface BlockTarget extends AutoCloseable {

    /** What a person calls it. */
    String name();

    /** Its size: of a device the device's; of a file what it was made for. */
    VolumeGeometry geometry();

    /** Whether a range is known to read as zeros without reading it. */
    boolean knownZeros(long offset, long length);

    /** Reads until {@code target} has no room left; alignment as for {@link BlockSource#read}. */
    void read(long offset, ByteBuffer target);

    /** Writes all remaining bytes; alignment as for {@link BlockSource#read}. */
    void write(long offset, ByteBuffer source);

    /** Makes a range read as zeros, as a hole where the target can have holes. */
    void writeZeroes(long offset, long length);

    /** Makes everything written durable. */
    void flush();

    @Override
    void close();
}
