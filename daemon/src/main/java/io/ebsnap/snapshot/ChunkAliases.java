package io.ebsnap.snapshot;

import io.ebsnap.identity.ChunkId;
import java.util.Optional;

/**
 * Which chunks of one domain have come from one place, by what they are called there. A hint with a bounded memory: a chunk that it names may be gone, and what
 * it was told may be forgotten at any time. Safe for use by several threads.
 */
public interface ChunkAliases extends AutoCloseable {

    /** Knows nothing. */
    ChunkAliases NONE = new ChunkAliases() {
        @Override
        public Optional<ChunkId> find(DistantAlias alias) {
            return Optional.empty();
        }

        @Override
        public void learn(DistantAlias alias, ChunkId chunk) {
            // Nothing is kept.
        }

        @Override
        public void forget() {
            // Nothing is kept.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    /** The chunk that came under a name. */
    Optional<ChunkId> find(DistantAlias alias);

    /** A chunk came under a name. */
    void learn(DistantAlias alias, ChunkId chunk);

    /** A name was wrong: none of them is believed any more. */
    void forget();

    @Override
    void close();
}
