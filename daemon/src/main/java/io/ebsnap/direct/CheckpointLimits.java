package io.ebsnap.direct;

/**
 * When a checkpoint of an upload is due.
 *
 * @param blocksMax after so many blocks: what bounds memory
 * @param partsMax after so many parts of the journal: what bounds their number
 */
public record CheckpointLimits(int blocksMax, int partsMax) {

    /** What the daemon runs with: 2 GiB of content, or 256 flushes. */
    public static final CheckpointLimits DEFAULT = new CheckpointLimits(4096, 256);

    boolean isDue(int blocks, int parts) {
        return blocks >= blocksMax || parts >= partsMax;
    }
}
