package io.ebsnap.chunk;

/**
 * How far a garbage collection goes.
 *
 * @param dryRun only finds out what it would do
 * @param liveShareMin a pack of which less than this share of the bytes is live is repacked; 0 for never
 * @param smallShareMax a pack of less than this share of a full one's bytes and chunks is small
 * @param smallPacksMin so many small packs of one kind are merged; fewer are left as they are
 */
public record CollectionOptions(boolean dryRun, double liveShareMin, double smallShareMax, int smallPacksMin) {

    /** What the daemon runs with. */
    public static final CollectionOptions DEFAULT = new CollectionOptions(false, 0.5, 0.25, 8);

    /** The same, but nothing is changed. */
    public CollectionOptions asDryRun() {
        return new CollectionOptions(true, liveShareMin, smallShareMax, smallPacksMin);
    }
}
