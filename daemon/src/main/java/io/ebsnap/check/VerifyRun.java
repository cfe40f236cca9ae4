package io.ebsnap.check;

import io.ebsnap.catalog.QuarantineRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.chunk.PackNames;
import io.ebsnap.chunk.PackScrub;
import io.ebsnap.chunk.PackSummary;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.StoreIdentity;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.PackId;
import io.ebsnap.lock.Alarm;
import io.ebsnap.store.ObjectName;
import io.ebsnap.task.TaskRun;
import io.ebsnap.task.WorkerGroup;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** One verification of the whole store or archive, or of a part of its packs. */
final class VerifyRun {

    private static final String CHUNKS = "chunks-checked";
    private static final String BYTES = "bytes-checked";
    private static final ObjectName IDENTITY = new ObjectName(StoreIdentity.OBJECT);

    private final CheckParts parts;
    private final Tier tier;
    private final CheckSettings settings;
    private final TaskRun run;
    private final FindingList findings = new FindingList();

    VerifyRun(CheckParts parts, Tier tier, CheckSettings settings, TaskRun run) {
        this.parts = parts;
        this.tier = tier;
        this.settings = settings;
        this.run = run;
    }

    VerifyResult verify(VerifyScope scope) {
        Set<PackId> stored = storedPacks();
        List<PackId> chosen =
                stored.stream().filter(pack -> scope.packs().covers(pack)).toList();
        List<SnapshotRecord> snapshots = CompletedSnapshots.readable(parts.catalog()).stream()
                .filter(tier.users())
                .toList();
        List<SnapshotRecord> walked = snapshots.stream().filter(scope::covers).toList();
        run.expect("packs", chosen.size());
        findings.addDamagedRecords(parts.catalog());
        findDoubtfulLocks();
        findMissing(stored);
        long[] read = scrub(chosen, scope);
        compareRecords(scope.repair());
        checkMaps(walked);
        findAffected(snapshots);
        tellHealed();
        tier.noted().accept(read);
        return new VerifyResult(
                chosen.size(),
                run.counted(BYTES),
                run.counted(CHUNKS),
                walked.size(),
                findings.worstFirst(),
                findings.count(),
                run.elapsed().toMillis());
    }

    /** What was healed when it was found out is told too, for as long as the daemon runs: somebody has done it. */
    private void findDoubtfulLocks() {
        parts.locks().round();
        for (Alarm alarm : parts.locks().alarms()) {
            Severity severity = alarm.kind() == Alarm.Kind.SNAPSHOT_DIFFERS ? Severity.DAMAGE : Severity.WARNING;
            String object = alarm.resources().isEmpty() ? "the clock" : String.join(" ", alarm.resources());
            findings.add(severity, FindingKind.LOCK_DOUBTFUL, object, alarm.message());
        }
    }

    private Set<PackId> storedPacks() {
        Set<PackId> packs = new TreeSet<>();
        try (Stream<ObjectName> names = tier.store().list(PackNames.PREFIX)) {
            names.forEach(name -> {
                try {
                    packs.add(PackNames.parse(name));
                } catch (Failure | IllegalArgumentException e) {
                    findings.add(
                            Severity.NOTICE, FindingKind.NAME_UNKNOWN, name.value(), String.valueOf(e.getMessage()));
                }
            });
        }
        return packs;
    }

    /** A pack that a collection or a snapshot has just deleted or put is no finding: so it looks twice. */
    private void findMissing(Set<PackId> stored) {
        try (Stream<PackSummary> known = tier.index().packs()) {
            known.filter(pack -> !stored.contains(pack.id()) && !pack.condemned())
                    .filter(pack -> !tier.store().exists(PackNames.of(pack.id())))
                    .filter(pack -> tier.index().pack(pack.id()).isPresent())
                    .forEach(pack -> findings.add(
                            Severity.DAMAGE,
                            FindingKind.PACK_MISSING,
                            PackNames.of(pack.id()).value(),
                            "the index knows it with " + pack.entries() + " chunks, and the store does not have it"));
        }
    }

    /** What was read of each part of the store, as {@link VerifyScope#partsToBeRead} has it. */
    private long[] scrub(List<PackId> packs, VerifyScope scope) {
        run.phase("reading packs");
        String name = "verify-" + run.id().value().substring(5, 13);
        AtomicLongArray read = new AtomicLongArray(scope.partsToBeRead());
        int threads = scope.isPaced() ? 1 : settings.threads();
        try (WorkerGroup<PackId> workers = new WorkerGroup<>(threads, name, () -> reading(scope, read))) {
            for (PackId pack : packs) {
                run.checkpoint();
                workers.give(pack);
            }
            workers.finish();
        }
        return LongStream.range(0, read.length())
                .map(part -> read.get((int) part))
                .toArray();
    }

    private Consumer<PackId> reading(VerifyScope scope, AtomicLongArray read) {
        ReadingPace pace = new ReadingPace(
                Math.max(1, scope.bytesPerSecond()), settings.scrub().nanoTime(), run::checkpoint);
        return pack -> {
            long bytes = scrub(pack, scope.repair());
            int part = Sample.partOf(pack, read.length()) - 1;
            if (read.get(part) >= 0) {
                read.addAndGet(part, bytes);
            }
            if (scope.isPaced()) {
                pace.read(bytes);
            }
        };
    }

    /** Bytes that were read. */
    private long scrub(PackId pack, boolean repair) {
        run.advance(1);
        try {
            PackScrub scrubbed =
                    repair ? tier.chunks().scrubAndMend(pack) : tier.chunks().scrub(pack);
            run.count(BYTES, scrubbed.bytes());
            run.count(CHUNKS, scrubbed.chunks());
            scrubbed.findings().forEach(findings::add);
            return scrubbed.bytes();
        } catch (Failure.NotFound e) {
            run.count("packs-gone", 1);
            return 0;
        }
    }

    /** Catalog records and the store's identity in every zone, where there are several. */
    private void compareRecords(boolean repair) {
        StoredCopies copies = new StoredCopies(tier.store(), tier.chunks());
        if (!copies.areSeveral()) {
            return;
        }
        run.phase("comparing records");
        copies.check(IDENTITY, repair).ifPresent(findings::add);
        try (Stream<ObjectName> names = tier.store().list(StoredCopies.RECORDS)) {
            names.forEach(name -> {
                run.checkpoint();
                copies.check(name, repair).ifPresent(findings::add);
            });
        }
    }

    private void checkMaps(List<SnapshotRecord> snapshots) {
        run.phase("walking block maps");
        MapCheck check = new MapCheck(parts, tier, findings);
        for (SnapshotRecord snapshot : snapshots) {
            run.checkpoint();
            check.check(snapshot);
        }
    }

    private void findAffected(List<SnapshotRecord> snapshots) {
        Set<ChunkId> damaged = new HashSet<>(findings.damagedChunks());
        if (damaged.isEmpty()) {
            return;
        }
        run.phase("finding what is affected");
        Map<ChunkId, List<AffectedSnapshot>> affected = new AffectedBlocks(parts.pages(), damaged).in(snapshots, run);
        affected.forEach(findings::affected);
    }

    private void tellHealed() {
        for (QuarantineRecord record : parts.quarantine().list()) {
            ChunkId chunk = ChunkId.parse(record.chunkId());
            tier.index()
                    .find(chunk)
                    .ifPresent(place -> findings.add(
                            Severity.NOTICE,
                            FindingKind.HEALED,
                            "chunk " + chunk,
                            "it was damaged in pack " + record.packId() + " and is stored again in pack "
                                    + place.pack()));
        }
    }
}
