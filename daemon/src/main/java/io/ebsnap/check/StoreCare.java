package io.ebsnap.check;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.chunk.PackSummary;
import io.ebsnap.chunk.ReconcileOutcome;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.store.ObjectCare;
import io.ebsnap.task.TaskBoard;
import io.ebsnap.task.TaskBody;
import io.ebsnap.task.TaskKind;
import io.ebsnap.task.TaskRun;
import io.ebsnap.task.TaskView;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes care of the store. */
public final class StoreCare implements StoreMaintenance {

    private static final Logger LOG = LoggerFactory.getLogger(StoreCare.class);

    private final CheckParts parts;
    private final CheckSettings settings;
    private final TaskBoard tasks;
    private final LongSupplier catalogReload;

    /** One collection or rebuild at a time. */
    private final OneAtATime sweeping = new OneAtATime();

    /**
     * Care of a store.
     *
     * @param catalogReload reads every catalog record anew and gives their number
     */
    public StoreCare(CheckParts parts, CheckSettings settings, TaskBoard tasks, LongSupplier catalogReload) {
        this.parts = parts;
        this.settings = settings;
        this.tasks = tasks;
        this.catalogReload = catalogReload;
    }

    @Override
    public TaskView verify(Sample sample, boolean repair) {
        String subject = sample.parts() == 1 ? "the store" : "part " + sample.part() + " of " + sample.parts();
        return tasks.start(TaskKind.VERIFY, subject, run -> new VerifyRun(parts, settings, run).verify(sample, repair));
    }

    @Override
    public TaskView verifySnapshot(SnapshotId id) {
        SnapshotRecord snapshot = require(id);
        MapsInUse.Hold hold = parts.mapsInUse().holdRequired(BlockMap.of(snapshot), () -> require(id));
        try {
            return tasks.start(TaskKind.VERIFY, id.value(), run -> {
                try (hold) {
                    return new SnapshotVerifyRun(parts, settings, run).verify(snapshot);
                }
            });
        } catch (RuntimeException e) {
            hold.close();
            throw e;
        }
    }

    @Override
    public TaskView collectGarbage() {
        return startAlone(TaskKind.COLLECT_GARBAGE, "garbage is being collected", this::collectInAnyRoom);
    }

    @Override
    public TaskView rebuildIndex() {
        return startAlone(TaskKind.REBUILD_INDEX, "the index is being rebuilt", this::rebuild);
    }

    /** What compares the copies of objects in several zones. */
    public ObjectCare copies() {
        return new StoredCopies(parts.store(), parts.chunks());
    }

    @Override
    public StoreStatistics statistics() {
        Tally tally = new Tally();
        try (Stream<PackSummary> packs = parts.index().packs()) {
            packs.forEach(tally::add);
        }
        try (Stream<SnapshotRecord> snapshots = parts.catalog().list(CatalogKind.SNAPSHOT)) {
            snapshots.forEach(tally::add);
        }
        return new StoreStatistics(
                settings.store().hex(),
                settings.created(),
                tally.dataPacks,
                tally.dataPackBytes,
                tally.pagePacks,
                tally.pagePackBytes,
                parts.index().approximateChunkCount(),
                parts.index().approximateBytes(),
                tally.completed,
                tally.pending,
                tally.failed,
                tally.fullBytes,
                parts.quarantine().unhealedCount(),
                parts.store().freeBytes());
    }

    /** Deleting needs room too: on a full disk the reserve is given up for it, and held again afterwards. */
    private CollectionResult collectInAnyRoom(TaskRun run) {
        try {
            return new GarbageRun(parts, run).collect();
        } catch (Failure.Exhausted e) {
            if (!parts.headroom().release()) {
                throw e;
            }
            return new GarbageRun(parts, run).collect();
        } finally {
            holdHeadroom();
        }
    }

    private void holdHeadroom() {
        try {
            parts.headroom().hold();
        } catch (Failure e) {
            LOG.warn("the space that deleting needs on a full disk cannot be reserved: {}", e.getMessage());
        }
    }

    private RebuildResult rebuild(TaskRun run) {
        run.phase("reading catalog records");
        long records = catalogReload.getAsLong();
        run.phase("reading packs");
        ReconcileOutcome outcome = parts.chunks().rebuildIndex(parts.quarantine()::contains);
        FindingList findings = new FindingList();
        outcome.findings().forEach(findings::add);
        findings.addDamagedRecords(parts.catalog());
        return new RebuildResult(
                outcome.packsRead(),
                outcome.chunksRead(),
                records,
                findings.worstFirst(),
                run.elapsed().toMillis());
    }

    private TaskView startAlone(TaskKind kind, String what, TaskBody body) {
        OneAtATime.Turn turn = sweeping.enter(what);
        try {
            return tasks.start(kind, "the store", run -> {
                try (turn) {
                    return body.perform(run);
                }
            });
        } catch (RuntimeException e) {
            turn.close();
            throw e;
        }
    }

    private SnapshotRecord require(SnapshotId id) {
        return parts.catalog()
                .find(CatalogKind.SNAPSHOT, id.value())
                .filter(SnapshotRecord::visible)
                .orElseThrow(() -> new Failure.NotFound("there is no " + id));
    }

    /** Sums for the statistics. */
    private static final class Tally {
        private long dataPacks;
        private long dataPackBytes;
        private long pagePacks;
        private long pagePackBytes;
        private long completed;
        private long pending;
        private long failed;
        private long fullBytes;

        void add(PackSummary pack) {
            if (pack.kind() == ChunkKind.DATA) {
                dataPacks++;
                dataPackBytes += pack.lengthBytes();
            } else {
                pagePacks++;
                pagePackBytes += pack.lengthBytes();
            }
        }

        void add(SnapshotRecord snapshot) {
            switch (snapshot.state()) {
                case COMPLETED -> {
                    completed++;
                    SnapshotContent content = snapshot.content();
                    fullBytes += content == null ? 0 : content.fullSnapshotSizeInBytes();
                }
                case PENDING -> pending++;
                case ERROR -> failed++;
            }
        }
    }
}
