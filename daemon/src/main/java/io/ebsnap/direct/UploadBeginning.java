package io.ebsnap.direct;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.chunk.ChunkWriter;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.UploadPart;
import io.ebsnap.format.UploadedBlock;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.SnapshotId;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an upload begins with, or goes on with.
 *
 * @param journal of it
 * @param maps as of its last checkpoint
 * @param written what was acknowledged since
 */
record UploadBeginning(UploadJournal journal, HeldMaps maps, GroupCommit.Beginning written) {

    /**
     * Of one whose record is not made yet. Its parent's blocks are durably its own when this returns.
     *
     * @param parent its map, which the caller holds; empty for none
     */
    static UploadBeginning ofNew(SnapshotRecord record, Optional<BlockMap> parent, DirectContext context) {
        UploadJournal.requireNone(context, new SnapshotId(record.snapshotId()));
        UploadJournal journal = journal(record, context);
        VolumeGeometry geometry = new VolumeGeometry(record.origin().sizeBytes());
        HeldMaps maps =
                parent.map(map -> ofChild(map, geometry, journal, context)).orElseGet(() -> nothing(record, context));
        return new UploadBeginning(journal, maps, GroupCommit.Beginning.after(maps.stored()));
    }

    /**
     * Of one that a former daemon left.
     *
     * @throws Failure.Corrupt if its journal is damaged
     * @throws Failure.Denied if its key is not to be had
     */
    static UploadBeginning ofJournal(SnapshotRecord record, DirectContext context) {
        UploadJournal journal = journal(record, context);
        UploadJournal.Content content = journal.load();
        if (content.checkpoint().isEmpty() && record.origin().parentSnapshotId() != null) {
            throw new Failure.Corrupt("the journal of " + record.snapshotId() + " does not say what it began with");
        }
        HeldMaps maps = content.checkpoint()
                .map(checkpoint -> held(checkpoint, record, context))
                .orElseGet(() -> nothing(record, context));
        return new UploadBeginning(journal, maps, after(maps.stored(), content.blocks()));
    }

    private static UploadJournal journal(SnapshotRecord record, DirectContext context) {
        return new UploadJournal(context, new SnapshotId(record.snapshotId()), domain(record));
    }

    private static DomainId domain(SnapshotRecord record) {
        return DomainId.parse(record.origin().domainId());
    }

    private static HeldMaps nothing(SnapshotRecord record, DirectContext context) {
        BlockMap empty = BlockMap.empty(new VolumeGeometry(record.origin().sizeBytes()), domain(record));
        return HeldMaps.hold(context.storage().mapsInUse(), empty, empty, Stored.NOTHING);
    }

    private static HeldMaps held(UploadPart.Checkpoint checkpoint, SnapshotRecord record, DirectContext context) {
        if (checkpoint.sizeBytes() != record.origin().sizeBytes()) {
            throw new Failure.Corrupt("the journal of " + record.snapshotId() + " is of " + checkpoint.sizeBytes()
                    + " bytes instead of " + record.origin().sizeBytes());
        }
        VolumeGeometry geometry = new VolumeGeometry(checkpoint.sizeBytes());
        return HeldMaps.hold(
                context.storage().mapsInUse(),
                new BlockMap(geometry, domain(record), checkpoint.blocks()),
                new BlockMap(geometry, domain(record), checkpoint.checksums()),
                new Stored(checkpoint.blocksStored(), checkpoint.bytesStored()));
    }

    private static HeldMaps ofChild(
            BlockMap parent, VolumeGeometry geometry, UploadJournal journal, DirectContext context) {
        try (ChunkWriter writer = context.storage()
                .chunks()
                .openWriter(parent.domain(), context.checkpoints().blocksMax())) {
            HeldMaps maps = new Checkpointing(writer, context.storage()).ofChild(parent, geometry);
            try {
                writer.flush();
                long unused = journal.append(maps.checkpoint());
                context.reached("direct.after-parent");
                return maps;
            } catch (RuntimeException e) {
                maps.close();
                throw e;
            }
        }
    }

    private static GroupCommit.Beginning after(Stored stored, List<UploadPart.Blocks> parts) {
        TreeMap<Long, UploadedBlock> written = new TreeMap<>();
        Stored all = stored;
        for (UploadPart.Blocks part : parts) {
            part.blocks().forEach(block -> written.put(block.index(), block));
            all = all.plus(part.blocksStored(), part.bytesStored());
        }
        return new GroupCommit.Beginning(List.copyOf(written.values()), parts.size(), all);
    }
}
