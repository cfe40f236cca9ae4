package io.ebsnap.volume;

/**
 * A range of one kind.
 *
 * @param length in bytes, 1 or more
 * @param hole whether it takes no space
 * @param zero whether it is known to read as zeros
 * @param hydrated whether reading it needs nothing from the store
 * @param changed whether it may differ from the last completed snapshot
 */
public record VolumeExtent(long length, boolean hole, boolean zero, boolean hydrated, boolean changed) {

    /** One that does not differ from a snapshot. */
    public VolumeExtent(long length, boolean hole, boolean zero, boolean hydrated) {
        this(length, hole, zero, hydrated, false);
    }

    public VolumeExtent {
        if (length < 1) {
            throw new IllegalArgumentException("an extent has at least one byte, not " + length);
        }
    }

    /** The same of another length. */
    public VolumeExtent of(long newLength) {
        return new VolumeExtent(newLength, hole, zero, hydrated, changed);
    }

    /** Whether another extent is of the same kind. */
    public boolean isLike(VolumeExtent other) {
        return hole == other.hole && zero == other.zero && hydrated == other.hydrated && changed == other.changed;
    }
}
