package io.ebsnap.restore;

import io.ebsnap.identity.ChunkId;

/** A piece of a restore's work. */
sealed interface RestoreStep {

    /**
     * A block whose content is known.
     *
     * @param block which
     * @param chunk its content
     */
    record Content(long block, ChunkId chunk) implements RestoreStep {}

    /**
     * Blocks that are holes.
     *
     * @param first of them
     * @param count of them
     */
    record Holes(long first, long count) implements RestoreStep {}

    /**
     * Blocks whose content is unknown, because the page that names it is damaged.
     *
     * @param first of them
     * @param count of them
     * @param reason what was found
     */
    record Lost(long first, long count, String reason) implements RestoreStep {}
}
