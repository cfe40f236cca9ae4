package io.ebsnap.snapshot;

import io.ebsnap.chunk.PreparedChunk;

/** A claim that was dealt with and waits for its turn to be appended. */
sealed interface CopyItem {

    /** The first block that it concerns. */
    long first();

    /**
     * Blocks that are holes.
     *
     * @param first of them
     * @param count of them
     */
    record Holes(long first, long count) implements CopyItem {}

    /**
     * A block with content.
     *
     * @param first the block
     * @param length in bytes
     * @param chunk its content: closed or appended by whoever takes the item
     */
    record Content(long first, int length, PreparedChunk chunk) implements CopyItem {}
}
