package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.chunk.MemoryChunkIndex;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.SnapshotCopyOrder;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.store.fault.PowerCut;
import io.ebsnap.store.fault.PowerCutDisk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole engine on a disk whose power is cut: at any operation of the disk, and at each named crash point. Afterwards every completed
 * snapshot restores to the byte, nothing half looks whole, and the space of what was cut off comes back.
 */
class EngineCrashTest {

    private static final long MIB = 1 << 20;

    /** What each snapshot must show. */
    private final Map<String, MemoryDevice> instants = new HashMap<>();

    /** Snapshots that must be there. */
    private final Set<String> certain = new TreeSet<>();

    @ParameterizedTest
    @MethodSource("seeds")
    void afterAnyPowerCutEveryCompletedSnapshotIsWhole(long seed) {
        Random random = new Random(seed);
        PowerCutDisk disk = new PowerCutDisk(seed);
        EngineFixture engine = new EngineFixture(seed).on(disk.open());
        MemoryDevice device = engine.machine.add("/dev/a", 6 * MIB + 5);
        engine.restart();
        for (int cut = 0; cut < 8; cut++) {
            disk.cutAfter(1 + random.nextInt(60));
            workUntilDeath(engine, device, random);
            disk.cut();
            boolean indexLost = random.nextInt(3) == 0;
            begin(engine, disk, indexLost);
            checkAll(engine);
        }
        engine.close();
    }

    @ParameterizedTest
    @MethodSource("points")
    void afterDeathAtEachCrashPointEveryCompletedSnapshotIsWhole(String point) {
        Random random = new Random(point.hashCode());
        PowerCutDisk disk = new PowerCutDisk(point.hashCode());
        EngineFixture engine = new EngineFixture(3).on(disk.open());
        engine.machine.instantsBy(point.length() % 2 == 0 ? ConsistencyMethod.REFLINK : ConsistencyMethod.UNUSED);
        MemoryDevice device = engine.machine.add("/dev/a", 6 * MIB);
        engine.restart();
        cycle(engine, device, random);
        engine.crashPoints.set(name -> {
            if (name.equals(point)) {
                disk.cut();
                throw new SimulatedDeath(name);
            }
        });
        workUntilDeath(engine, device, random);
        engine.crashPoints.set(CrashPoints.NONE);
        begin(engine, disk, false);
        checkAll(engine);
        engine.close();
    }

    /** The list of points is found by running everything once: a point that is added is tested without being named here. */
    @Test
    void everyFlowHasCrashPoints() {
        assertThat(points())
                .anyMatch(point -> point.startsWith("snapshot."))
                .anyMatch(point -> point.startsWith("copy."))
                .anyMatch(point -> point.startsWith("delete."))
                .anyMatch(point -> point.startsWith("gc."))
                .anyMatch(point -> point.startsWith("catalog."))
                .hasSizeGreaterThan(12);
    }

    /** Four of them; {@code -Debsnap.crash.seeds=N} for a longer search. */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("ebsnap.crash.seeds", 4));
    }

    static Set<String> points() {
        Set<String> points = new ConcurrentSkipListSet<>();
        try (EngineFixture engine = new EngineFixture(1)) {
            engine.crashPoints.set(points::add);
            MemoryDevice device = engine.machine.add("/dev/a", 6 * MIB);
            Random random = new Random(1);
            EngineCrashTest test = new EngineCrashTest();
            for (int i = 0; i < 3; i++) {
                test.cycle(engine, device, random);
            }
            test.rebuild(engine);
        }
        return points;
    }

    private void workUntilDeath(EngineFixture engine, MemoryDevice device, Random random) {
        try {
            for (int i = 0; i < 50; i++) {
                cycle(engine, device, random);
                if (i % 3 == 2) {
                    rebuild(engine);
                }
            }
        } catch (PowerCut | SimulatedDeath | Died e) {
            // That is what this is about.
        }
    }

    /** A change, two snapshots, copies, a deletion, a collection; throws when the daemon is dead. */
    private void cycle(EngineFixture engine, MemoryDevice device, Random random) {
        device.scribble(random, 4);
        take(engine, device);
        copy(engine, random.nextBoolean() ? "alias/other" : null, random);
        device.scribble(random, 2);
        take(engine, device);
        while (certain.size() > 3) {
            String gone = certain.stream()
                    .skip(random.nextInt(certain.size()))
                    .findFirst()
                    .orElseThrow();
            certain.remove(gone);
            engine.snapshots.delete(List.of(new SnapshotId(gone)));
        }
        if (engine.awaitTask(engine.care.collectGarbage()).result() == null) {
            throw new Died();
        }
    }

    private void rebuild(EngineFixture engine) {
        if (engine.awaitTask(engine.care.rebuildIndex()).result() == null) {
            throw new Died();
        }
    }

    private void take(EngineFixture engine, MemoryDevice device) {
        MemoryDevice instant = device.copy();
        List<SnapshotRecord> pending = engine.snapshots.create(SnapshotOrder.of("/dev/a"));
        awaitCompletion(engine, pending.getFirst().snapshotId(), instant);
    }

    private void copy(EngineFixture engine, @Nullable String key, Random random) {
        String source = certain.stream()
                .skip(random.nextInt(certain.size()))
                .findFirst()
                .orElseThrow();
        SnapshotRecord copy =
                engine.snapshots.copy(new SnapshotCopyOrder(new SnapshotId(source), "", List.of(), false, key));
        awaitCompletion(engine, copy.snapshotId(), Objects.requireNonNull(instants.get(source)));
    }

    private void awaitCompletion(EngineFixture engine, String id, MemoryDevice instant) {
        instants.put(id, instant);
        while (engine.snapshots.progress(new SnapshotId(id)).isPresent()) {
            Thread.onSpinWait();
        }
        SnapshotRecord ended = engine.snapshots.find(new SnapshotId(id)).orElseThrow();
        if (ended.state() != SnapshotState.COMPLETED) {
            throw new Died();
        }
        certain.add(id);
    }

    private static void begin(EngineFixture engine, PowerCutDisk disk, boolean indexLost) {
        engine.on(disk.open());
        if (indexLost) {
            engine.index = new MemoryChunkIndex();
            engine.view = new MemoryCatalogView();
        }
        engine.restart();
    }

    private void checkAll(EngineFixture engine) {
        for (SnapshotRecord record : engine.snapshots.list()) {
            MemoryDevice instant = instants.get(record.snapshotId());
            if (instant == null) {
                // It was recorded, and its creation died before it was answered.
                assertThat(engine.await(record)).isNotNull();
            } else if (engine.await(record).state() == SnapshotState.COMPLETED) {
                SnapshotRecord completed = engine.await(record);
                assertThat(engine.restored(completed).sameContent(instant)).isTrue();
                certain.add(record.snapshotId());
            }
        }
        assertThat(engine.snapshots.list())
                .extracting(SnapshotRecord::snapshotId)
                .containsAll(certain);
        assertThat(engine.verify().damaged()).isFalse();
        assertNothingIsLeftOver(engine);
    }

    /** A second collection right after the first finds nothing, and all that is left is needed. */
    private void assertNothingIsLeftOver(EngineFixture engine) {
        engine.collect();
        long bytes = engine.storedBytes();
        engine.collect();
        assertThat(engine.storedBytes()).isEqualTo(bytes);
        assertThat(engine.verify().findings()).isEmpty();
        if (certain.isEmpty()) {
            assertThat(bytes).isZero();
        }
        assertThat(engine.machine.artifacts()).isEmpty();
    }

    /** A snapshot or collection failed because the disk is dead. */
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
