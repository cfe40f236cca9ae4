package io.ebsnap.check;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.chunk.ChunkArchive;
import io.ebsnap.chunk.PackSummary;
import io.ebsnap.chunk.ReconcileOutcome;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.ScrubFile;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.store.ObjectCare;
import io.ebsnap.task.TaskBoard;
import io.ebsnap.task.TaskBody;
import io.ebsnap.task.TaskKind;
import io.ebsnap.task.TaskRun;
import io.ebsnap.task.TaskView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
    private final Scrubbing scrubbing;
    private final ArchiveScrubbing archiveScrubbing;

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
        this.scrubbing = new Scrubbing(
                parts.scrubbed(), new Scrubbing.Parts(parts.index(), tasks, this::scrub), settings.scrub());
        this.archiveScrubbing = new ArchiveScrubbing(parts, settings.scrub(), tasks, this::scrubArchive);
    }

    @Override
    public TaskView verify(Sample sample, boolean repair) {
        String subject = sample.parts() == 1 ? "the store" : "part " + sample.part() + " of " + sample.parts();
        return verify(subject, Tier.standard(parts), VerifyScope.asked(sample, repair));
    }

    @Override
    public ScrubStatus scrubStatus() {
        return scrubbing.status();
    }

    @Override
    public Optional<Instant> verifiedAt(SnapshotRecord snapshot) {
        return parts.scrubbed().verifiedAt(snapshot).or(() -> archiveScrubbing.verifiedAt(snapshot));
    }

    @Override
    public Optional<ScrubStatus> archiveScrubStatus() {
        return archiveScrubbing.status();
    }

    @Override
    public List<StoreDay> history() {
        return parts.history().days();
    }

    /** What is done by itself: verifies the next part of the store and of the archive that is due, and notes once a day how the store is. To be called every minute. */
    public void round() {
        parts.history().note(this::statistics);
        scrubbing.round();
        archiveScrubbing.round();
    }

    /** Bad copies are mended; slower than what somebody waits for. */
    private TaskView scrub(int part) {
        return verify(
                "scrub, part " + part + " of " + ScrubFile.PARTS,
                Tier.standard(parts),
                VerifyScope.scrub(part, settings.scrub().bytesPerSecond()));
    }

    /** What is damaged there is told, and read from the store where that has it too. */
    private TaskView scrubArchive(int part) {
        return verify(
                "scrub of the archive, part " + part + " of " + ScrubFile.PARTS,
                Tier.archive(parts),
                VerifyScope.scrubOfOneCopy(part, settings.scrub().bytesPerSecond()));
    }

    private TaskView verify(String subject, Tier tier, VerifyScope scope) {
        return tasks.start(TaskKind.VERIFY, subject, run -> new VerifyRun(parts, tier, settings, run).verify(scope));
    }

    @Override
    public TaskView verifyArchive(Sample sample) {
        requireArchive();
        Tier archive = Tier.archive(parts);
        String subject = sample.parts() == 1
                ? "the archive"
                : "part " + sample.part() + " of " + sample.parts() + " of the archive";
        return verify(subject, archive, VerifyScope.asked(sample, false));
    }

    /**
     * Gives back the space of what no archived snapshot refers to, as a part of a task.
     *
     * @throws Failure.Unavailable if the archive is away, or there is none
     * @throws Failure.Conflict if that is being done already
     */
    public CollectionResult collectArchive(TaskRun run) {
        return new GarbageRun(parts, Tier.archive(parts), run).collect();
    }

    @Override
    public TaskView verifySnapshot(SnapshotId id) {
        SnapshotRecord snapshot = require(id);
        MapsInUse.Hold hold = parts.mapsInUse().holdRequired(BlockMap.of(snapshot), () -> require(id));
        try {
            return tasks.start(TaskKind.VERIFY, id.value(), run -> {
                try (hold) {
                    VerifyResult result = new SnapshotVerifyRun(parts, settings, run).verify(snapshot);
                    if (!result.damaged()) {
                        parts.scrubbed().snapshotVerified(id);
                    }
                    return result;
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
        try (Stream<PackSummary> packs = parts.chunks().archivePacks()) {
            packs.forEach(tally::addArchived);
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
                parts.store().freeBytes(),
                tally.archivePacks,
                tally.archivePackBytes);
    }

    /** Deleting needs room too: on a full disk the reserve is given up for it, and held again afterwards. */
    private CollectionResult collectInAnyRoom(TaskRun run) {
        try {
            return new GarbageRun(parts, Tier.standard(parts), run).collect();
        } catch (Failure.Exhausted e) {
            if (!parts.headroom().release()) {
                throw e;
            }
            return new GarbageRun(parts, Tier.standard(parts), run).collect();
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
        Optional<ReconcileOutcome> archived = rebuildArchive(run);
        FindingList findings = new FindingList();
        outcome.findings().forEach(findings::add);
        archived.ifPresent(archive -> archive.findings().forEach(findings::add));
        findings.addDamagedRecords(parts.catalog());
        return new RebuildResult(
                outcome.packsRead() + archived.map(ReconcileOutcome::packsRead).orElse(0L),
                outcome.chunksRead()
                        + archived.map(ReconcileOutcome::chunksRead).orElse(0L),
                records,
                findings.worstFirst(),
                run.elapsed().toMillis());
    }

    /** An archive that is away keeps its index. */
    private Optional<ReconcileOutcome> rebuildArchive(TaskRun run) {
        Optional<ChunkArchive> made =
                parts.archive().filter(archive -> archive.place().isMade());
        if (made.isEmpty()) {
            return Optional.empty();
        }
        run.phase("reading packs of the archive");
        try {
            return Optional.of(made.get().chunks().rebuildIndex(parts.quarantine()::contains));
        } catch (Failure.Unavailable e) {
            LOG.warn("the archive's index is left as it is: {}", e.getMessage());
            return Optional.empty();
        }
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

    private void requireArchive() {
        if (parts.archive().isEmpty()) {
            throw new Failure.Unavailable(
                    "no directory is configured for the archive: archive.directory, see ebsnapd.conf(5)", null);
        }
    }

    private SnapshotRecord require(SnapshotId id) {
        return parts.catalog()
                .find(CatalogKind.SNAPSHOT, id.value())
                .filter(SnapshotRecord::visible)
                .orElseThrow(() -> new Failure.NotFound("there is no " + id));
    }
}
