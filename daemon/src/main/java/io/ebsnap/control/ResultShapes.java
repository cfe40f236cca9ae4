package io.ebsnap.control;

import io.ebsnap.api.AffectedSnapshot;
import io.ebsnap.api.BlockRange;
import io.ebsnap.api.DamagedRange;
import io.ebsnap.api.NamedCount;
import io.ebsnap.api.TaskResult;
import io.ebsnap.check.CollectionResult;
import io.ebsnap.check.Finding;
import io.ebsnap.check.RebuildResult;
import io.ebsnap.check.Severity;
import io.ebsnap.check.VerifyResult;
import io.ebsnap.pipeline.BuildResult;
import io.ebsnap.remote.PushResult;
import io.ebsnap.restore.RestoreResult;
import io.ebsnap.store.ZoneSyncResult;
import io.ebsnap.tiering.ArchiveCollectionResult;
import io.ebsnap.tiering.TieringResult;
import java.util.ArrayList;
import java.util.List;

/** What came of tasks, as the protocol shows it. */
final class ResultShapes {

    /** With the thousand findings that a task keeps at most, an answer stays within its bounds. */
    private static final int AFFECTED_MAX = 10;

    private static final int RANGES_MAX = 5;

    private ResultShapes() {}

    static TaskResult whole(io.ebsnap.task.TaskResult result) {
        return switch (result) {
            case RestoreResult restore -> restore(restore);
            case VerifyResult verify -> verify(verify);
            case CollectionResult collection -> new TaskResult(counts(collection), false, List.of(), 0, List.of());
            case RebuildResult rebuild -> rebuild(rebuild);
            case PushResult push -> new TaskResult(counts(push), false, List.of(), 0, List.of());
            case ZoneSyncResult sync -> new TaskResult(counts(sync), false, List.of(), 0, List.of());
            case BuildResult build -> new TaskResult(counts(build), false, List.of(), 0, List.of());
            case TieringResult moved -> new TaskResult(counts(moved), false, List.of(), 0, List.of());
            case ArchiveCollectionResult archive -> new TaskResult(counts(archive), false, List.of(), 0, List.of());
            default -> new TaskResult(List.of(), false, List.of(), 0, List.of());
        };
    }

    static TaskResult brief(io.ebsnap.task.TaskResult result) {
        TaskResult whole = whole(result);
        return new TaskResult(whole.counts(), whole.damageFound(), List.of(), whole.findingsTotal(), List.of());
    }

    private static TaskResult restore(RestoreResult result) {
        List<NamedCount> counts = List.of(
                new NamedCount("BytesTotal", result.bytesTotal()),
                new NamedCount("BytesWritten", result.bytesWritten()),
                new NamedCount("BytesMatching", result.bytesMatching()),
                new NamedCount("BytesZero", result.bytesZero()),
                new NamedCount("DamagedBlocks", result.damagedBlocks()),
                new NamedCount("ElapsedMillis", result.elapsedMillis()));
        List<DamagedRange> damage = result.damage().stream()
                .map(range -> new DamagedRange(range.firstBlock(), range.blockCount(), range.reason()))
                .toList();
        return new TaskResult(counts, !result.whole(), List.of(), 0, damage);
    }

    private static TaskResult verify(VerifyResult result) {
        List<NamedCount> counts = List.of(
                new NamedCount("PacksChecked", result.packsChecked()),
                new NamedCount("BytesChecked", result.bytesChecked()),
                new NamedCount("ChunksChecked", result.chunksChecked()),
                new NamedCount("SnapshotsChecked", result.snapshotsChecked()),
                new NamedCount("Findings", result.findingCount()),
                new NamedCount("ElapsedMillis", result.elapsedMillis()));
        return new TaskResult(counts, result.damaged(), findings(result.findings()), result.findingCount(), List.of());
    }

    private static List<NamedCount> counts(CollectionResult result) {
        return List.of(
                new NamedCount("BytesFreed", result.bytesFreed()),
                new NamedCount("PacksDeleted", result.packsDeleted()),
                new NamedCount("PacksRewritten", result.packsRewritten()),
                new NamedCount("ChunksForgotten", result.chunksForgotten()),
                new NamedCount("PacksBefore", result.packsBefore()),
                new NamedCount("BytesBefore", result.bytesBefore()),
                new NamedCount("ElapsedMillis", result.elapsedMillis()));
    }

    private static List<NamedCount> counts(TieringResult result) {
        return List.of(
                new NamedCount("ChunksMoved", result.chunksMoved()),
                new NamedCount("ChunksThere", result.chunksThere()),
                new NamedCount("ChunksShared", result.chunksShared()),
                new NamedCount("BytesBefore", result.bytesBefore()),
                new NamedCount("BytesAfter", result.bytesAfter()),
                new NamedCount("ElapsedMillis", result.elapsedMillis()));
    }

    private static List<NamedCount> counts(ArchiveCollectionResult result) {
        List<NamedCount> counts = new ArrayList<>();
        counts.add(new NamedCount("ChunksMoved", result.chunksMoved()));
        counts.add(new NamedCount("BytesMoved", result.bytesBefore()));
        counts.add(new NamedCount("BytesAfter", result.bytesAfter()));
        counts.addAll(counts(result.collected()));
        return counts;
    }

    private static List<NamedCount> counts(BuildResult result) {
        return List.of(
                new NamedCount("Version", result.version()), new NamedCount("ElapsedMillis", result.elapsedMillis()));
    }

    private static List<NamedCount> counts(PushResult result) {
        return List.of(
                new NamedCount("BytesTotal", result.bytesTotal()),
                new NamedCount("ElapsedMillis", result.elapsedMillis()));
    }

    private static List<NamedCount> counts(ZoneSyncResult result) {
        return List.of(
                new NamedCount("ObjectsChecked", result.objectsChecked()),
                new NamedCount("ObjectsCopied", result.objectsCopied()),
                new NamedCount("BytesCopied", result.bytesCopied()),
                new NamedCount("ObjectsDeleted", result.objectsDeleted()),
                new NamedCount("ElapsedMillis", result.elapsedMillis()));
    }

    private static TaskResult rebuild(RebuildResult result) {
        List<NamedCount> counts = List.of(
                new NamedCount("Packs", result.packs()),
                new NamedCount("Chunks", result.chunks()),
                new NamedCount("Records", result.records()),
                new NamedCount("ElapsedMillis", result.elapsedMillis()));
        boolean damage = result.findings().stream().anyMatch(finding -> finding.severity() == Severity.DAMAGE);
        return new TaskResult(
                counts, damage, findings(result.findings()), result.findings().size(), List.of());
    }

    private static List<io.ebsnap.api.Finding> findings(List<Finding> findings) {
        return findings.stream()
                .map(finding -> new io.ebsnap.api.Finding(
                        finding.severity().word(),
                        finding.kind().word(),
                        finding.object(),
                        finding.message(),
                        finding.affected().stream()
                                .limit(AFFECTED_MAX)
                                .map(ResultShapes::affected)
                                .toList()))
                .toList();
    }

    private static AffectedSnapshot affected(io.ebsnap.check.AffectedSnapshot snapshot) {
        return new AffectedSnapshot(
                snapshot.snapshotId(),
                snapshot.volumeId(),
                snapshot.blockCount(),
                snapshot.blocks().stream()
                        .limit(RANGES_MAX)
                        .map(range -> new BlockRange(range.first(), range.count()))
                        .toList());
    }
}
