package io.ebsnap.tiering;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.chunk.ChunkWriter;
import io.ebsnap.chunk.ReferenceFilter;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.DomainId;
import io.ebsnap.task.TaskRun;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One collection of the archive: first what has become the archived snapshots' own comes in, domain after domain, then the garbage goes. */
final class ArchiveCollection {

    private static final Logger LOG = LoggerFactory.getLogger(ArchiveCollection.class);

    private final TieringParts parts;
    private final TieringSettings settings;
    private final TaskRun run;
    private final StandardReferences references;
    private long chunksMoved;
    private long bytesBefore;
    private long bytesAfter;

    ArchiveCollection(TieringParts parts, TieringSettings settings, TaskRun run) {
        this.parts = parts;
        this.settings = settings;
        this.run = run;
        this.references = new StandardReferences(parts);
    }

    ArchiveCollectionResult collect() {
        run.phase("moving what nothing else needs");
        List<SnapshotRecord> archived = references.snapshots(SnapshotRecord::inArchive);
        for (DomainId domain :
                archived.stream().map(StandardReferences::domainOf).distinct().toList()) {
            try {
                moveIn(domain, archived);
            } catch (Failure.Denied e) {
                LOG.warn("domain={} nothing is moved into the archive: {}", domain, e.getMessage());
            }
        }
        return new ArchiveCollectionResult(
                chunksMoved, bytesBefore, bytesAfter, parts.care().collectArchive(run));
    }

    private void moveIn(DomainId domain, List<SnapshotRecord> archived) {
        List<MapsInUse.Hold> holds = new ArrayList<>();
        try (ReferenceFilter standard = references.of(domain, any -> false);
                ChunkWriter writer = parts.archive().chunks().openWriter(domain, 1)) {
            archived.stream()
                    .filter(snapshot -> StandardReferences.domainOf(snapshot).equals(domain))
                    .forEach(snapshot -> hold(snapshot, holds));
            ChunkMove move = new ChunkMove(parts, settings.threads(), writer, new ChunkMove.Part(run, false, false));
            move.move(holds.stream().map(MapsInUse.Hold::map).toList(), id -> !standard.mayContain(id));
            TieringResult result = move.result();
            chunksMoved += result.chunksMoved();
            bytesBefore += result.bytesBefore();
            bytesAfter += result.bytesAfter();
        } finally {
            holds.forEach(MapsInUse.Hold::close);
        }
    }

    private void hold(SnapshotRecord snapshot, List<MapsInUse.Hold> holds) {
        parts.mapsInUse()
                .holdExisting(
                        BlockMap.of(snapshot), () -> parts.catalog().find(CatalogKind.SNAPSHOT, snapshot.snapshotId()))
                .ifPresent(holds::add);
    }
}
