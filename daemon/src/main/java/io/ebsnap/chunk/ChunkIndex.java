package io.ebsnap.chunk;

import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.PackId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chunk id -> place in a pack, and the packs that are known. A cache of what the packs' trailers say: see
 * {@code docs/format/index.md}. Safe for use by several threads. Changes are durable when a call returns, and each is atomic.
 */
public interface ChunkIndex extends AutoCloseable {

    /** Whether it has never been built from the store: it may know nothing, and {@link #rebuild} is due. */
    boolean isFresh();

    /** Where a chunk lies, if the index knows it. */
    Optional<ChunkLocation> find(ChunkId id);

    /** Adds a pack, and those of its chunks that have no place yet (first wins). Adding a pack twice changes nothing; a condemned one is live again. */
    void addPack(PackSummary pack, List<PackEntry> entries);

    /** Marks packs as about to be deleted and, in the same step, forgets the given chunks where they lie in one of these packs. */
    void condemn(Collection<PackId> packs, Collection<ChunkId> forget);

    /** Gives chunks a new place where they still have the old one (in {@code from}); adds {@code pack}, into which they were copied. */
    void relocate(PackSummary pack, List<PackEntry> entries, Collection<PackId> from);

    /** Forgets packs whose objects are gone. No chunk may lie in them any more. */
    void removePacks(Collection<PackId> packs);

    /** Forgets chunks where they lie in the given pack: they are damaged, and to be stored again by the next who has their content. */
    void forget(PackId pack, Collection<ChunkId> ids);

    /** Removes every chunk whose pack the index does not know; returns how many. Reads the whole index. */
    long forgetChunksWithoutPack();

    /**
     * Begins to build chunks and packs anew from the store. Deleting waits until it is over.
     *
     * @throws io.ebsnap.failure.Failure.Conflict if that is under way already
     */
    IndexRebuild rebuild();

    /** A pack, if it is known. */
    Optional<PackSummary> pack(PackId id);

    /** All packs. The stream must be closed. */
    Stream<PackSummary> packs();

    /** About how many chunks there are. */
    long approximateChunkCount();

    /** About how much disk it takes: bytes. */
    long approximateBytes();

    /** Durably says that deletion is under way. */
    void beginDoubt();

    /** Durably says that deletion is over. */
    void endDoubt();

    /** Whether a deletion began and did not end. */
    boolean inDoubt();

    @Override
    void close();
}
