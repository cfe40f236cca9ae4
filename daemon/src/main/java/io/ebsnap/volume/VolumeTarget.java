package io.ebsnap.volume;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Where a managed volume's bytes lie: a sparse file or a device. Buffers are direct and the caller's; any alignment will do. Safe for use by
 * several threads on ranges that share no unit of 4096 bytes.
 *
 * <p>A failure for want of space is {@link io.ebsnap.failure.Failure.Exhausted}, every other one
 * {@link io.ebsnap.failure.Failure.Unavailable}.
 */
public interface VolumeTarget extends AutoCloseable {

    /**
     * Another target in the form that this one has: encrypted under the same key, if this one is.
     *
     * @param other in the clear; belongs to the answer
     */
    default VolumeTarget alike(VolumeTarget other) {
        return other;
    }

    /** A path, for messages. */
    String name();

    /** How long it is now: bytes. */
    long sizeBytes();

    /** Whether every byte that nobody wrote is zero: so of a sparse file that was made for the volume. */
    boolean startsAsZeros();

    /**
     * Reads if the bytes are in memory.
     *
     * @return whether {@code target} was filled; it is untouched if not
     */
    boolean readNow(long offset, ByteBuffer target);

    /** Reads until the buffer is full. */
    void read(long offset, ByteBuffer target);

    /** Writes all remaining bytes. */
    void write(long offset, ByteBuffer source);

    /**
     * Makes a range zeros and gives its space back.
     *
     * @return false if the target cannot do that; nothing has changed then
     */
    boolean punchHole(long offset, long length);

    /** Makes a range zeros; its space stays taken. */
    void zeroOut(long offset, long length);

    /** Where the first byte at or after {@code offset} is that may be something else than a hole; the size if there is none. */
    long nextData(long offset);

    /** Where the first hole at or after {@code offset} begins; the size if there is none. */
    long nextHole(long offset);

    /** Makes everything written durable. */
    void sync();

    /** Makes it longer; new bytes are zeros. A device must be that long already. */
    void grow(long sizeBytes);

    /** Why the kernel cannot use it as a device by itself; empty if it can. */
    Optional<String> directObstacle();

    /** Where the kernel finds it. */
    DirectTarget direct();

    /** Lets others hold a device that nobody else may hold otherwise. */
    void release();

    /** Holds it again. */
    void claim();

    @Override
    void close();
}
