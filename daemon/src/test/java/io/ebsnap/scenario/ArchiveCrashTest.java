package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tiering;
import io.ebsnap.check.Sample;
import io.ebsnap.check.VerifyResult;
import io.ebsnap.chunk.MemoryChunkIndex;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.store.fault.PowerCut;
import io.ebsnap.store.fault.PowerCutDisk;
import io.ebsnap.task.TaskState;
import io.ebsnap.task.TaskView;
import io.ebsnap.tiering.TierRestore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Moves between the store and the archive on disks whose power is cut: at any operation, and at each named crash point of each phase. Afterwards every
 * snapshot restores to the byte from wherever it is, what was under way goes on, and nothing is there twice for longer than until the next collections.
 */
class ArchiveCrashTest {

    private static final long MIB = 1 << 20;

    /** What happens when the archive is made, and never again. */
    private static final Pattern ONLY_ONCE = Pattern.compile(".*(archive\\.after|reconcile|rebuild).*");

    /** Collections have crash points of their own, which are tested where they are. */
    private static final Pattern OF_MOVES =
            Pattern.compile("(archive|restore) (?!catalog\\.).*|(store|archive)-gc gc\\.after-(condemn|mark)");

    private final Map<String, MemoryDevice> instants = new HashMap<>();
    private final Set<String> certain = new TreeSet<>();

    /** What is being done; crash points are told apart by it. */
    private volatile String phase = "";

    @ParameterizedTest
    @MethodSource("seeds")
    void afterAnyPowerCutEverySnapshotIsWhole(long seed) {
        Random random = new Random(seed);
        Disks disks = new Disks(seed);
        EngineFixture engine = disks.mount(new EngineFixture(seed));
        MemoryDevice device = engine.machine.add("/dev/a", 6 * MIB + 5);
        engine.restart();
        for (int cut = 0; cut < 6; cut++) {
            (random.nextBoolean() ? disks.store : disks.archive).cutAfter(1 + random.nextInt(120));
            workUntilDeath(engine, device, random);
            disks.cut();
            begin(engine, disks, random.nextInt(3) == 0);
            checkAll(engine);
        }
        engine.close();
    }

    @ParameterizedTest
    @MethodSource("points")
    void afterDeathAtEachCrashPointEverySnapshotIsWhole(String point) {
        Random random = new Random(point.hashCode());
        Disks disks = new Disks(point.hashCode());
        EngineFixture engine = disks.mount(new EngineFixture(3));
        MemoryDevice device = engine.machine.add("/dev/a", 6 * MIB);
        engine.restart();
        if (!ONLY_ONCE.matcher(point).matches()) {
            cycle(engine, device, random);
        }
        AtomicBoolean dead = new AtomicBoolean();
        engine.crashPoints.set(name -> {
            if ((phase + " " + name).equals(point)) {
                disks.cut();
                dead.set(true);
                throw new SimulatedDeath(point);
            }
        });
        workUntilDeath(engine, device, random);
        assertThat(dead).isTrue();
        engine.crashPoints.set(CrashPoints.NONE);
        begin(engine, disks, false);
        checkAll(engine);
        engine.close();
    }

    @Test
    void everyStepOfAMoveHasACrashPoint() {
        assertThat(points())
                .contains(
                        "archive tiering.after-order",
                        "archive pack.after-commit",
                        "archive index.after-add",
                        "archive tiering.after-flush",
                        "archive tiering.after-record",
                        "restore tiering.after-flush",
                        "restore tiering.after-record",
                        "store-gc gc.after-condemn",
                        "archive-gc gc.after-condemn");
    }

    /** Four of them; {@code -Debsnap.crash.seeds=N} for a longer search. */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("ebsnap.crash.seeds", 4));
    }

    static Set<String> points() {
        Set<String> points = new ConcurrentSkipListSet<>();
        ArchiveCrashTest test = new ArchiveCrashTest();
        try (EngineFixture engine = new EngineFixture(1)) {
            engine.crashPoints.set(name -> points.add(test.phase + " " + name));
            MemoryDevice device = engine.machine.add("/dev/a", 6 * MIB);
            Random random = new Random(1);
            for (int i = 0; i < 4; i++) {
                test.cycle(engine, device, random);
            }
        }
        points.removeIf(point -> !OF_MOVES.matcher(point).matches());
        return points;
    }

    /** Both lose their power at once. */
    private static final class Disks {
        private final PowerCutDisk store;
        private final PowerCutDisk archive;

        Disks(long seed) {
            store = new PowerCutDisk(seed);
            archive = new PowerCutDisk(seed + 1);
        }

        EngineFixture mount(EngineFixture engine) {
            engine.archiveDisk.replaceBy(archive.open());
            return engine.on(store.open());
        }

        void cut() {
            store.cut();
            archive.cut();
        }
    }

    private void workUntilDeath(EngineFixture engine, MemoryDevice device, Random random) {
        try {
            for (int i = 0; i < 20; i++) {
                cycle(engine, device, random);
            }
        } catch (PowerCut | SimulatedDeath | Died e) {
            // That is what this is about.
        }
        awaitAllTasks(engine);
    }

    /** Snapshots are taken, archived, brought back and deleted, and both places collected; throws when the daemon is dead. */
    private void cycle(EngineFixture engine, MemoryDevice device, Random random) {
        phase = "take";
        for (int i = 0; i < 2; i++) {
            device.scribble(random, 3);
            take(engine, device);
        }
        phase = "archive";
        one(engine, random, false).ifPresent(snapshot -> {
            engine.tiering.archive(snapshot);
            awaitRest(engine, snapshot);
        });
        phase = "store-gc";
        collect(engine);
        phase = "restore";
        one(engine, random, true).ifPresent(snapshot -> {
            engine.tiering.restore(
                    snapshot, random.nextBoolean() ? TierRestore.days(1) : new TierRestore(Optional.empty(), true));
            awaitRest(engine, snapshot);
        });
        phase = "archive-gc";
        await(engine, engine.tiering.collect());
        phase = "expiry";
        engine.clock.advance(Duration.ofDays(2));
        engine.tiering.round();
        phase = "delete";
        while (certain.size() > 3) {
            String gone = certain.stream()
                    .skip(random.nextInt(certain.size()))
                    .findFirst()
                    .orElseThrow();
            certain.remove(gone);
            engine.snapshots.delete(List.of(new SnapshotId(gone)));
        }
        phase = "archive-gc";
        await(engine, engine.tiering.collect());
        phase = "store-gc";
        collect(engine);
    }

    private Optional<SnapshotId> one(EngineFixture engine, Random random, boolean archived) {
        List<String> fitting = certain.stream()
                .filter(id -> find(engine, id).inArchive() == archived)
                .toList();
        return fitting.isEmpty()
                ? Optional.empty()
                : Optional.of(new SnapshotId(fitting.get(random.nextInt(fitting.size()))));
    }

    private void take(EngineFixture engine, MemoryDevice device) {
        MemoryDevice instant = device.copy();
        SnapshotRecord taken = engine.snapshot("/dev/a");
        instants.put(taken.snapshotId(), instant);
        if (taken.state() != SnapshotState.COMPLETED) {
            throw new Died();
        }
        certain.add(taken.snapshotId());
    }

    private static void awaitRest(EngineFixture engine, SnapshotId snapshot) {
        awaitAllTasks(engine);
        Tiering moves = Objects.requireNonNull(find(engine, snapshot.value()).tiering());
        if (!moves.lastTieringOperationStatus().word().endsWith("completed")) {
            throw new Died();
        }
    }

    private static void collect(EngineFixture engine) {
        await(engine, engine.care.collectGarbage());
    }

    private static void await(EngineFixture engine, TaskView task) {
        if (engine.awaitTask(task).result() == null) {
            throw new Died();
        }
    }

    private static void awaitAllTasks(EngineFixture engine) {
        while (engine.tasks.list().stream().anyMatch(task -> task.state() == TaskState.RUNNING)) {
            engine.tasks.list().forEach(engine::awaitTask);
        }
    }

    private static void begin(EngineFixture engine, Disks disks, boolean indexLost) {
        disks.mount(engine);
        if (indexLost) {
            engine.index = new MemoryChunkIndex();
            engine.archiveIndex = new MemoryChunkIndex();
            engine.view = new MemoryCatalogView();
        }
        engine.restart();
        engine.tiering.round();
    }

    private void checkAll(EngineFixture engine) {
        phase = "check";
        awaitAllTasks(engine);
        for (SnapshotRecord record : engine.snapshots.list()) {
            SnapshotRecord ended = engine.await(record);
            MemoryDevice instant = instants.get(record.snapshotId());
            if (instant != null && ended.state() == SnapshotState.COMPLETED) {
                assertThat(engine.restored(ended).sameContent(instant)).isTrue();
                certain.add(record.snapshotId());
            }
        }
        assertThat(engine.snapshots.list())
                .extracting(SnapshotRecord::snapshotId)
                .containsAll(certain);
        assertNothingIsUnderWay(engine);
        assertThat(engine.verify().damaged()).isFalse();
        assertNothingIsLeftOver(engine);
    }

    private static void assertNothingIsUnderWay(EngineFixture engine) {
        assertThat(engine.tiering.list())
                .noneMatch(tier -> tier.moves().lastTieringOperationStatus().inProgress());
    }

    /** The second collections find nothing, and what is archived and not wanted back is not in the store too. */
    private static void assertNothingIsLeftOver(EngineFixture engine) {
        boolean made = engine.archive.place().isMade();
        for (int i = 0; i < 2 && made; i++) {
            engine.result(engine.tiering.collect());
        }
        engine.collect();
        long store = engine.storedBytes();
        long archive = engine.archivedBytes();
        if (made) {
            engine.result(engine.tiering.collect());
        }
        engine.collect();
        assertThat(engine.storedBytes()).isEqualTo(store);
        assertThat(engine.archivedBytes()).isEqualTo(archive);
        assertThat(engine.verify().findings()).isEmpty();
        if (made) {
            VerifyResult verified = (VerifyResult) engine.result(engine.care.verifyArchive(Sample.WHOLE));
            assertThat(verified.findings()).isEmpty();
        }
    }

    private static SnapshotRecord find(EngineFixture engine, String id) {
        return engine.snapshots.find(new SnapshotId(id)).orElseThrow();
    }

    /** Something failed because a disk is dead. */
    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** What a crash point throws. */
    private static final class SimulatedDeath extends Error {
        private static final long serialVersionUID = 1L;

        SimulatedDeath(String point) {
            super(point);
        }
    }
}
