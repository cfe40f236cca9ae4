package io.ebsnap.blockmap;

import io.ebsnap.identity.ChunkId;

/** Is told what changes from one map to the next: which places begin and which cease to refer to a page or chunk. */
public interface ReferenceVisitor {

    /**
     * A place of the second map refers to something that the first map has not there.
     *
     * @param plainBytes length of the block's content; 0 of a page
     */
    void begins(ChunkId id, int plainBytes);

    /** A place of the first map refers to something that the second map has not there. */
    void ends(ChunkId id);
}
