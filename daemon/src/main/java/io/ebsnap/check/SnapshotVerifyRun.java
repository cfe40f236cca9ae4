package io.ebsnap.check;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.CarefulWalk;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.chunk.ChunkReader;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.task.TaskRun;
import io.ebsnap.task.WorkerGroup;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;

/** One verification of a snapshot: every page and every chunk is read and proven, as a restore would. */
final class SnapshotVerifyRun {

    private static final String CHUNKS = "chunks-checked";
    private static final String BYTES = "bytes-checked";

    private final CheckParts parts;
    private final CheckSettings settings;
    private final TaskRun run;
    private final FindingList findings = new FindingList();

    SnapshotVerifyRun(CheckParts parts, CheckSettings settings, TaskRun run) {
        this.parts = parts;
        this.settings = settings;
        this.run = run;
    }

    VerifyResult verify(SnapshotRecord snapshot) {
        BlockMap map = BlockMap.of(snapshot);
        run.expect("bytes", map.geometry().sizeBytes());
        run.phase("reading chunks");
        BlockRanges lost = new BlockRanges();
        readAll(map, lost);
        if (!lost.isEmpty()) {
            findings.add(new Finding(
                    Severity.DAMAGE,
                    FindingKind.PAGE_DAMAGED,
                    snapshot.snapshotId(),
                    "a page of its block map is damaged",
                    List.of(lost.of(snapshot))));
        }
        HashSet<ChunkId> damaged = new HashSet<>(findings.damagedChunks());
        if (!damaged.isEmpty()) {
            new AffectedBlocks(parts.pages(), damaged)
                    .in(List.of(snapshot), run)
                    .forEach(findings::affected);
        }
        return new VerifyResult(
                0,
                run.counted(BYTES),
                run.counted(CHUNKS),
                1,
                findings.worstFirst(),
                findings.count(),
                run.elapsed().toMillis());
    }

    private void readAll(BlockMap map, BlockRanges lost) {
        String name = "verify-" + run.id().value().substring(5, 13);
        try (WorkerGroup<Expected> workers = new WorkerGroup<>(settings.threads(), name, () -> reading(map))) {
            Walk walk = new Walk(map, lost, workers);
            new CarefulWalk(parts.pages(), map, walk).run();
            workers.finish();
            run.advance(map.geometry().sizeBytes() - walk.reached);
        }
    }

    private Consumer<Expected> reading(BlockMap map) {
        byte[] buffer = new byte[VolumeGeometry.BLOCK_BYTES];
        ChunkReader reader = parts.chunks().reader();
        return expected -> {
            try {
                int length = reader.read(map.domain(), ChunkKind.DATA, expected.id(), ArraySlice.of(buffer));
                if (length != expected.length()) {
                    throw new Failure.Corrupt("it has " + length + " bytes instead of " + expected.length());
                }
                run.count(BYTES, length);
                run.count(CHUNKS, 1);
            } catch (Failure.Corrupt e) {
                findings.addChunk(
                        expected.id(),
                        FindingKind.CHUNK_DAMAGED,
                        "chunk " + expected.id(),
                        String.valueOf(e.getMessage()));
            }
        };
    }

    /** A chunk to be read, and how long it must be. */
    private record Expected(ChunkId id, int length) {}

    /** Gives each block's chunk to the workers. */
    private final class Walk implements CarefulWalk.Visitor {
        private final BlockMap map;
        private final BlockRanges lost;
        private final WorkerGroup<Expected> workers;
        private long reached;

        Walk(BlockMap map, BlockRanges lost, WorkerGroup<Expected> workers) {
            this.map = map;
            this.lost = lost;
            this.workers = workers;
        }

        @Override
        public void content(long block, ChunkId id) {
            run.checkpoint();
            int length = map.geometry().lengthOf(new BlockIndex(block));
            workers.give(new Expected(id, length));
            reach(map.geometry().offsetOf(new BlockIndex(block)) + length);
        }

        @Override
        public void lost(long first, long count, Failure.Corrupt why) {
            lost.add(first, count);
        }

        private void reach(long offset) {
            run.advance(offset - reached);
            reached = offset;
        }
    }
}
