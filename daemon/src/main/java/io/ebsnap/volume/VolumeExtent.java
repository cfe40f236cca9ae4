package io.ebsnap.volume;

/**
 * A range of one kind.
 *
 * @param length in bytes, 1 or more
 * @param hole whether it takes no space
 * @param zero whether it is known to read as zeros
 * @param hydrated whether reading it needs nothing from the store
 */
public record VolumeExtent(long length, boolean hole, boolean zero, boolean hydrated) {

    public VolumeExtent {
        if (length < 1) {
            throw new IllegalArgumentException("an extent has at least one byte, not " + length);
        }
    }

    /** Whether another extent is of the same kind. */
    public boolean isLike(VolumeExtent other) {
        return hole == other.hole && zero == other.zero && hydrated == other.hydrated;
    }
}
