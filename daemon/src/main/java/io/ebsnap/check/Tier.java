package io.ebsnap.check;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.chunk.ChunkArchive;
import io.ebsnap.chunk.ChunkIndex;
import io.ebsnap.chunk.ChunkStore;
import io.ebsnap.chunk.LiveChunks;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.store.ObjectStore;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One of the two places where chunks are: the store itself, or its archive.
 *
 * @param store the objects
 * @param index of the chunks
 * @param chunks the packs
 * @param roots what must be kept there
 * @param users whose content may be there
 * @param elsewhere whether a chunk that is not there may be in the other place
 * @param noted told what was read of each part, as {@link ScrubLedger#partsRead} has it
 */
record Tier(
        ObjectStore store,
        ChunkIndex index,
        ChunkStore chunks,
        LiveChunks roots,
        Predicate<SnapshotRecord> users,
        Predicate<ChunkId> elsewhere,
        Consumer<long[]> noted) {

    /** The store itself. */
    static Tier standard(CheckParts parts) {
        return new Tier(
                parts.store(),
                parts.index(),
                parts.chunks(),
                new SnapshotRoots(parts),
                any -> true,
                parts::mayBeArchived,
                parts.scrubbed()::partsRead);
    }

    /**
     * The archive.
     *
     * @throws io.ebsnap.failure.Failure.Unavailable if it is away, or there is none
     */
    static Tier archive(CheckParts parts) {
        ChunkArchive archive = parts.archive().orElseThrow();
        return new Tier(
                archive.objects(),
                archive.index(),
                archive.chunks(),
                new ArchiveRoots(parts),
                SnapshotRecord::inArchive,
                id -> parts.index().find(id).isPresent(),
                parts.scrubbedArchive()::partsRead);
    }
}
