package io.ebsnap.volume;

import io.ebsnap.failure.Failure;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The target of a volume that is being moved: the old one, and before a front that a copy moves on, the new one too. Who changes blocks or moves the front
 * holds their locks, so up to the front both have the same. Reads come from the old one.
 *
 * <p>A failure of the new target is the copy's alone, unless it is required: then it is that of the request. Safe for use as a target is.
 */
final class MovingTarget implements VolumeTarget {

    private final VolumeTarget from;
    private final VolumeTarget to;
    private volatile long front;
    private volatile boolean required;
    private volatile @Nullable Failure broken;

    /**
     * Two targets of one volume.
     *
     * @param from closed with this
     * @param to all zeros; not closed with this
     */
    MovingTarget(VolumeTarget from, VolumeTarget to) {
        this.from = from;
        this.to = to;
    }

    /** The old one. */
    VolumeTarget from() {
        return from;
    }

    /** The new one. */
    VolumeTarget to() {
        return to;
    }

    /** Up to where both are the same: bytes. */
    long front() {
        return front;
    }

    /** The content up to {@code end} is in both; to be called under the locks of the blocks in between. */
    void frontAt(long end) {
        front = end;
    }

    /** Makes sure that the new target has taken everything so far. */
    void requireSound() {
        Failure failed = broken;
        if (failed != null) {
            throw failed;
        }
    }

    /**
     * From now on either may turn out to be the volume: what is written is written when both have it, and durable when it is so in both. To be called while
     * nobody changes the volume, and when all of it was copied.
     *
     * @throws Failure if the new one has failed before
     */
    void require() {
        requireSound();
        required = true;
    }

    /** Makes the new one durable. What a sync that failed has lost, no later one tells of. */
    void syncNew() {
        requireSound();
        try {
            to.sync();
        } catch (Failure e) {
            broken = e;
            throw e;
        }
    }

    /** The old one alone is the volume again. To be called while nobody changes the volume. */
    void requireNoMore() {
        required = false;
    }

    /** Whether either may be the volume. */
    boolean isRequired() {
        return required;
    }

    /** A change of the new target. */
    @FunctionalInterface
    private interface Change {
        void make(long length);
    }

    private void also(long offset, long length, Change change) {
        long end = Math.min(offset + length, front);
        if (end > offset && broken == null) {
            try {
                change.make(end - offset);
            } catch (Failure e) {
                broken = e;
            }
        }
        if (required) {
            requireSound();
        }
    }

    @Override
    public void write(long offset, ByteBuffer source) {
        ByteBuffer again = source.duplicate();
        from.write(offset, source);
        also(offset, again.remaining(), length -> to.write(offset, again.slice(again.position(), (int) length)));
    }

    @Override
    public boolean punchHole(long offset, long length) {
        if (!from.punchHole(offset, length)) {
            return false;
        }
        also(offset, length, part -> {
            if (!to.punchHole(offset, part)) {
                to.zeroOut(offset, part);
            }
        });
        return true;
    }

    @Override
    public void zeroOut(long offset, long length) {
        from.zeroOut(offset, length);
        also(offset, length, part -> to.zeroOut(offset, part));
    }

    @Override
    public void sync() {
        from.sync();
        if (required) {
            syncNew();
        }
    }

    @Override
    public void grow(long sizeBytes) {
        throw new Failure.Conflict(name() + " is being moved to " + to.name());
    }

    @Override
    public VolumeTarget alike(VolumeTarget other) {
        return from.alike(other);
    }

    @Override
    public String name() {
        return from.name();
    }

    @Override
    public long sizeBytes() {
        return from.sizeBytes();
    }

    @Override
    public boolean startsAsZeros() {
        return from.startsAsZeros();
    }

    @Override
    public boolean readNow(long offset, ByteBuffer target) {
        return from.readNow(offset, target);
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        from.read(offset, target);
    }

    @Override
    public long nextData(long offset) {
        return from.nextData(offset);
    }

    @Override
    public long nextHole(long offset) {
        return from.nextHole(offset);
    }

    @Override
    public Optional<String> directObstacle() {
        return Optional.of("it is being moved to another zone");
    }

    @Override
    public DirectTarget direct() {
        return from.direct();
    }

    @Override
    public void release() {
        from.release();
    }

    @Override
    public void claim() {
        from.claim();
    }

    @Override
    public void close() {
        from.close();
    }
}
