package io.ebsnap.snapshot;

import io.ebsnap.chunk.PreparedChunk;
import io.ebsnap.identity.ChunkId;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
     * @param tag of its content; null if tags are of no use
     */
    @SuppressWarnings("ArrayRecordComponent") // handed from one worker to the one that appends
    record Content(long first, int length, PreparedChunk chunk, byte @Nullable [] tag) implements CopyItem {}

    /**
     * Blocks whose content is the parent's, in chunks that the writer holds.
     *
     * @param first of them
     * @param chunks one for each
     * @param tags of their contents, one for each; null where it is not known
     */
    record Unchanged(long first, List<ChunkId> chunks, List<byte @Nullable []> tags) implements CopyItem {}

    /**
     * A block whose chunk the writer holds already, and which the parent need not have.
     *
     * @param first the block
     * @param chunk its content
     */
    record Familiar(long first, ChunkId chunk) implements CopyItem {}
}
