package io.ebsnap.chunk;

import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import java.util.List;

/**
 * One job's way of storing chunks in one domain. From its opening to its closing every chunk that it stored or found
 * to be known already is pinned: garbage collection, whenever it began, leaves it alone.
 *
 * <p>A snapshot runs {@link #prepare} on many threads (the work: hash, look up, compress, seal) and {@link #append} on one at
 * a time in volume order (so that packs are laid out in volume order), then {@link #flush}, then writes its record, and only then closes.
 */
public interface ChunkWriter extends AutoCloseable {

    /** The domain that its chunks belong to. */
    DomainId domain();

    /**
     * Names a chunk's content and seals it if it is not in the store yet. Any thread. Holds one of a bounded number of
     * buffers until the chunk is appended or closed, and waits for one if need be: at most {@link #inFlightMax} data chunks
     * may be prepared and not appended. Pages have a buffer of their own, so that the thread that appends can also
     * store pages while every data buffer is taken: preparing a page never waits for data chunks.
     *
     * @param plaintext 1 .. 524288 bytes; the caller's again when the call returns
     */
    PreparedChunk prepare(ChunkKind kind, ArraySlice plaintext);

    /**
     * Holds a block's chunk by its name alone, if the store has it: then it may be referred to as if it had been appended. Any thread.
     *
     * @param plaintextLength for the counts
     * @return false if the store does not have it: it must be prepared from its content
     */
    boolean hold(ChunkId id, int plaintextLength);

    /**
     * Appends a chunk to the open pack of its kind unless it is known, and releases it. One thread at a time. A pack that is full is
     * committed, then indexed.
     *
     * @return bytes that this chunk added to the store; 0 if it was known
     */
    int append(PreparedChunk chunk);

    /** How many chunks may be prepared and not yet appended. */
    int inFlightMax();

    /** What each stage has done so far: the one with the lowest rate is the limit. Empty if nobody counts. Any thread. */
    default List<StageCount> stages() {
        return List.of();
    }

    /** Commits and indexes the open packs. When it returns, every chunk appended so far is durable and can be found. */
    void flush();

    /** Drops what was not flushed, and unpins. What was flushed and is referenced by nothing is garbage for the next collection. */
    @Override
    void close();
}
