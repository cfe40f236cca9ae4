package io.ebsnap.volume;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of one volume or snapshot, as whoever uses it sees them: what an NBD export, a device file and every other
 * way to a volume are built on. Holes and what is not there yet read as what they stand for; nobody above needs to know.
 *
 * <p>Any number of threads may call at the same time. Requests that overlap take effect one after the other, in some order;
 * a request that is given after another one has returned comes after it. A failed write leaves its range unknown: each 512
 * byte sector has either its old or its new content.
 *
 * <p>Offsets and lengths are bytes, of any alignment, and must lie within {@link #sizeBytes()}; what does not is
 * {@link io.ebsnap.failure.Failure.Invalid} and changes nothing. Buffers are the caller's, must be direct, and are not
 * kept after a call has returned.
 *
 * <p>Failures, for every call: {@link io.ebsnap.failure.Failure.Corrupt} and {@link io.ebsnap.failure.Failure.Unavailable} mean that these
 * bytes cannot be had or stored now (EIO), {@link io.ebsnap.failure.Failure.Exhausted} that there is no room (ENOSPC),
 * {@link io.ebsnap.failure.Failure.Denied} that writing is not allowed (EPERM), {@link io.ebsnap.failure.Failure.Conflict} that it was closed
 * (ESHUTDOWN).
 */
public interface DataPlane extends AutoCloseable {

    /** The id of the volume or snapshot, for messages. */
    String name();

    /** How long it is now. A volume may grow while it is open, and never shrinks. */
    long sizeBytes();

    /** Whether every change is refused. */
    boolean readOnly();

    /**
     * Reads, if that needs no waiting for a device or the store.
     *
     * @param target filled from its position to its limit, which moves; untouched if the answer is false
     * @return whether it was read; if not, {@link #read} will do
     */
    boolean readNow(long offset, ByteBuffer target);

    /**
     * Reads until {@code target} has no room left. May take as long as the store does.
     *
     * @param target its position moves to its limit
     */
    void read(long offset, ByteBuffer target);

    /**
     * Writes all remaining bytes. Never waits for content to be fetched, unless a part of less than 4 KiB must be merged
     * with content that is not there yet.
     *
     * @param source its position moves to its limit
     */
    void write(long offset, ByteBuffer source, Fua fua);

    /**
     * Makes a range read as zeros.
     *
     * @return false if {@link ZeroMode#fastOnly} was asked for and it would take as long as writing; nothing has changed then
     */
    boolean writeZeroes(long offset, long length, ZeroMode mode, Fua fua);

    /** Says that a range's content is no longer needed. It reads as zeros afterwards. */
    void trim(long offset, long length, Fua fua);

    /** Makes everything durable that was written, by anybody, before the call. */
    void flush();

    /** Asks that a range be there soon; returns at once. Only a hint. */
    void prefetch(long offset, long length);

    /**
     * What lies in a range, in order and without gaps, neighbours of a kind as one.
     *
     * @param extentsMax how many to give at most, 1 or more
     * @return at least one; they may end before the range does, and the last one may reach beyond it
     */
    List<VolumeExtent> extents(long offset, long length, int extentsMax);

    /** The way past it, to where the volume's bytes lie; empty if there is none. */
    default Optional<DirectUse> direct() {
        return Optional.empty();
    }

    /** Ends this use of it: waits for calls under way; later ones are refused. Closing twice does nothing. */
    @Override
    void close();
}
