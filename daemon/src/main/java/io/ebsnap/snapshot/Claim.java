package io.ebsnap.snapshot;

import io.ebsnap.identity.ChunkId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of the volume that one worker deals with. */
sealed interface Claim {

    /** Its place in the order of appending, from 0. */
    long sequence();

    /** The first block. */
    long first();

    /** How many blocks. */
    long count();

    /** Blocks that are holes: the device says so, or a tracker calls them unchanged and they were. */
    record Zeros(long sequence, long first, long count) implements Claim {}

    /**
     * Blocks with content that a tracker calls unchanged, and whose chunks are held already.
     *
     * @param chunks of the parent, one for each block
     * @param tags that the blocks had, null where none is known
     */
    record Unchanged(long sequence, long first, List<ChunkId> chunks, List<byte @Nullable []> tags) implements Claim {

        @Override
        public long count() {
            return chunks.size();
        }
    }

    /** One block that the parent does not have, and whose chunk the store has all the same and holds. */
    record Familiar(long sequence, long first, ChunkId chunk) implements Claim {

        @Override
        public long count() {
            return 1;
        }
    }

    /** One block that must be read. */
    record Reading(long sequence, long first, Before before) implements Claim {

        @Override
        public long count() {
            return 1;
        }
    }

    /**
     * What is known of a block from the parent.
     *
     * @param chunk that it had; null for a hole, or if it is not known
     * @param tag that it had; null if it is not known
     * @param rechecked whether a tracker calls it unchanged, and is to be found out if it is not
     */
    @SuppressWarnings("ArrayRecordComponent") // handed from the claims to one worker
    record Before(@Nullable ChunkId chunk, byte @Nullable [] tag, boolean rechecked) {

        /** Nothing is known. */
        static final Before NOTHING = new Before(null, null, false);
    }
}
