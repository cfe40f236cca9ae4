package io.ebsnap.chunk;

import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.PackId;

/**
 * Is told of each damaged chunk as it is found, so that somebody records it, takes it out of the index, and the next who has its content
 * stores it again. Called on the thread that found it, perhaps many times for one chunk; must not throw.
 */
@FunctionalInterface
public interface DamageListener {

    /** Nobody listens. */
    DamageListener NONE = (chunk, pack, reason) -> {};

    /**
     * A chunk's record is not what was stored, or its pack is gone.
     *
     * @param chunk its id
     * @param pack where the index says that it is
     * @param reason what was found against what was expected
     */
    void damaged(ChunkId chunk, PackId pack, String reason);
}
