package io.ebsnap.direct;

/**
 * What an upload has added to the store.
 *
 * @param blocks whose content it did not have
 * @param bytes after compression, with pages
 */
record Stored(long blocks, long bytes) {

    static final Stored NOTHING = new Stored(0, 0);

    Stored plus(long moreBlocks, long moreBytes) {
        return new Stored(blocks + moreBlocks, bytes + moreBytes);
    }
}
