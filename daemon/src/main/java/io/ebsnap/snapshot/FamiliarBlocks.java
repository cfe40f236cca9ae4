package io.ebsnap.snapshot;

import io.ebsnap.identity.ChunkId;
import org.jspecify.annotations.Nullable;

/** Blocks whose chunks the store may have already, for another reason than that the parent has them. */
interface FamiliarBlocks {

    /** No block is. */
    FamiliarBlocks NONE = new FamiliarBlocks() {
        @Override
        public @Nullable ChunkId find(long block) {
            return null;
        }

        @Override
        public boolean wantsChecked() {
            return false;
        }

        @Override
        public void learn(long block, ChunkId chunk) {
            // Nobody will ask.
        }
    };

    /** The chunk that a block probably has; null if nothing is known. In ascending order, one thread at a time. */
    @Nullable
    ChunkId find(long block);

    /** Whether the block that was found last is to be read and compared all the same. */
    boolean wantsChecked();

    /** A block's chunk is known now. In ascending order, one thread at a time, after {@link #find} of the same block. */
    void learn(long block, ChunkId chunk);
}
