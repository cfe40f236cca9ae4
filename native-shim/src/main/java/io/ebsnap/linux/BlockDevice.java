package io.ebsnap.linux;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An open block device or image file.
 *
 * <p>Any number of threads may call at the same time. Buffers are the caller's and must be direct; the device keeps none
 * after a call has returned. Offsets and lengths are bytes, 0 or more. After {@link #close()}, which waits for calls that
 * are under way, every call fails with EBADF.
 *
 * <p>When {@link #direct()}, an offset and the address of a buffer's first remaining byte must be multiples of
 * {@link #directAlignmentBytes()} ({@link AlignedBuffers} gives such buffers); a length may be anything.
 */
public interface BlockDevice extends Closeable {

    /** The path that it was opened by. */
    Path path();

    /** Its number if it is a block device; empty for a regular file. */
    Optional<DeviceNumber> number();

    /** Whether reads and writes go past the page cache. */
    boolean direct();

    /** What offsets and addresses must be a multiple of: 1 unless {@link #direct()}, at most 4096. */
    int directAlignmentBytes();

    /** Its size in bytes now; a device may grow or shrink while it is open. */
    long sizeBytes() throws LinuxException;

    /** The smallest unit that it can be asked for: 512 to 65536 bytes; 512 for a regular file. */
    int logicalSectorBytes() throws LinuxException;

    /** The smallest unit that it writes without reading first: bytes; 512 for a regular file. */
    int physicalSectorBytes() throws LinuxException;

    /** Whether the kernel refuses to write to the device; of a regular file: whether it was opened without write. */
    boolean readOnly() throws LinuxException;

    /**
     * Reads until {@code target} has no room left or the device ends, going on after partial reads.
     *
     * @param target its position moves on by what was read
     * @return bytes read; less than what there was room for only at the end of the device, 0 at or after it
     * @throws LinuxException with the offset of the part that could not be read: EIO, ENXIO if the device is gone
     */
    int read(ByteBuffer target, long offset) throws LinuxException;

    /**
     * Reads what is in the page cache, and waits for nothing: neither for the device nor for a lock that a waiting thread
     * may hold. One that is {@link #direct()} has nothing at hand, as have file systems that cannot tell.
     *
     * @param target its position moves on by what was read
     * @return bytes read from the beginning of the range; 0 up to what there was room for. What is missing, {@link #read}
     *     gives
     * @throws LinuxException as for {@link #read}
     */
    int readNow(ByteBuffer target, long offset) throws LinuxException;

    /**
     * Writes all remaining bytes, going on after partial writes. It is durable after {@link #syncData()}.
     *
     * @param source its position moves to its limit
     * @throws LinuxException with the offset of the part that could not be written; ENOSPC beyond a device's end, EIO. What
     *     lies in the range is unknown then
     */
    void write(ByteBuffer source, long offset) throws LinuxException;

    /**
     * Says that a range's content is no longer needed. What a read of it gives is unknown on a device, and zeros on a file.
     *
     * @return false if the device or file system cannot do that; nothing has changed then
     */
    boolean discard(long offset, long length) throws LinuxException;

    /**
     * Makes a range read as zeros and frees its space, quickly or not at all.
     *
     * @return false if the device or file system cannot do that; nothing has changed then
     */
    boolean punchHole(long offset, long length) throws LinuxException;

    /**
     * Makes a range read as zeros, by writing them if there is no quicker way; its space stays allocated.
     *
     * @param offset on a block device a multiple of its logical sector, as {@code length}
     */
    void zeroOut(long offset, long length) throws LinuxException;

    /**
     * Where the first byte of a regular file at or after {@code offset} is that does not lie in a hole (SEEK_DATA); empty if
     * there is none before the end. {@code offset} itself on a block device, and where the file system cannot tell.
     */
    OptionalLong nextData(long offset) throws LinuxException;

    /**
     * Where the first hole of a regular file at or after {@code offset} begins (SEEK_HOLE): its end at the latest; empty if
     * that lies before {@code offset}. The end on a block device, and where the file system cannot tell.
     */
    OptionalLong nextHole(long offset) throws LinuxException;

    /** Makes what was written, and the size of a file, durable: fdatasync. */
    void syncData() throws LinuxException;

    /** Makes what was written and all file attributes durable: fsync. */
    void sync() throws LinuxException;

    /** Of a block device: writes its cached pages back and drops them, so that others' changes below it are seen. */
    void flushBuffers() throws LinuxException;

    /** Drops clean cached pages of a range; {@code length} 0 means up to the end. Only a hint. */
    void dropCache(long offset, long length) throws LinuxException;

    /** Changes a regular file's size; new bytes are a hole. EINVAL on a block device. */
    void resize(long sizeBytes) throws LinuxException;

    /** Waits for calls under way, then closes. Closing twice does nothing. */
    @Override
    void close() throws LinuxException;
}
