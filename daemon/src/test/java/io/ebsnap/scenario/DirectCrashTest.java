package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.chunk.MemoryChunkIndex;
import io.ebsnap.direct.CheckpointLimits;
import io.ebsnap.direct.DirectSettings;
import io.ebsnap.direct.UploadOrder;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.fault.PowerCut;
import io.ebsnap.store.fault.PowerCutDisk;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Writing snapshots block by block on a disk whose power is cut: at any operation of the disk, and at each named crash point. Afterwards every block that was
 * acknowledged is there, whatever is collected; what is pending goes on, and what was completed is whole.
 */
class DirectCrashTest {

    private static final int BLOCKS = 40;

    /** What was acknowledged, parent's blocks among it. */
    private final NavigableMap<Long, byte[]> content = new TreeMap<>();

    /** What was put into the snapshot that is pending, and acknowledged. */
    private final NavigableMap<Long, byte[]> put = new TreeMap<>();

    private Optional<SnapshotId> pending = Optional.empty();
    private Optional<SnapshotId> parent = Optional.empty();

    /** Whose answer did not come: it may count or not. */
    private long uncertain = -1;

    private int orders;

    @ParameterizedTest
    @MethodSource("seeds")
    void afterAnyPowerCutWhatWasAcknowledgedIsThere(long seed) {
        Random random = new Random(seed);
        PowerCutDisk disk = new PowerCutDisk(seed);
        EngineFixture engine = engine(seed, disk);
        for (int cut = 0; cut < 12; cut++) {
            disk.cutAfter(1 + random.nextInt(80));
            workUntilDeath(engine, random);
            disk.cut();
            begin(engine, disk, random.nextInt(3) == 0);
            goOn(engine, random);
        }
        finish(engine);
    }

    @ParameterizedTest
    @MethodSource("points")
    void afterDeathAtEachCrashPointWhatWasAcknowledgedIsThere(String point) {
        Random random = new Random(point.hashCode());
        PowerCutDisk disk = new PowerCutDisk(point.hashCode());
        EngineFixture engine = engine(3, disk);
        cycle(engine, random);
        engine.crashPoints.set(name -> {
            if (name.equals(point)) {
                disk.cut();
                throw new SimulatedDeath(name);
            }
        });
        workUntilDeath(engine, random);
        engine.crashPoints.set(CrashPoints.NONE);
        begin(engine, disk, point.length() % 2 == 0);
        goOn(engine, random);
        finish(engine);
    }

    @Test
    void everyStepHasACrashPoint() {
        assertThat(points())
                .contains(
                        "direct.after-parent",
                        "direct.before-pending",
                        "direct.after-pending",
                        "direct.before-flush",
                        "direct.after-flush",
                        "direct.after-journal",
                        "direct.after-pages",
                        "direct.after-checkpoint",
                        "direct.before-record",
                        "direct.after-record",
                        "direct.after-expiry");
    }

    /** Six of them; {@code -Debsnap.crash.seeds=N} for a longer search. */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("ebsnap.crash.seeds", 6));
    }

    static Set<String> points() {
        Set<String> points = new ConcurrentSkipListSet<>();
        DirectCrashTest test = new DirectCrashTest();
        EngineFixture engine = engine(1, new PowerCutDisk(1));
        engine.crashPoints.set(points::add);
        Random random = new Random(1);
        test.cycle(engine, random);
        test.cycle(engine, random);
        engine.close();
        return points;
    }

    private static EngineFixture engine(long seed, PowerCutDisk disk) {
        EngineFixture engine = new EngineFixture(seed).on(disk.open());
        engine.directSettings = new DirectSettings(
                4, Duration.ZERO, 4, new CheckpointLimits(6, 4), () -> "alias/aws/ebs", () -> false, key -> false);
        engine.restart();
        return engine;
    }

    private void workUntilDeath(EngineFixture engine, Random random) {
        try {
            for (int i = 0; i < 50; i++) {
                cycle(engine, random);
            }
        } catch (PowerCut | SimulatedDeath | Failure | Died e) {
            // That is what this is about.
        }
    }

    /** One that is abandoned, then a child of the last one. */
    private void cycle(EngineFixture engine, Random random) {
        SnapshotId abandoned = DirectClient.idOf(engine.direct.start(order(parent.orElse(null))));
        new DirectClient(engine).put(abandoned, 1, DirectClient.block(random));
        abandonAll(engine);
        if (pending.isEmpty()) {
            SnapshotId begun = DirectClient.idOf(engine.direct.start(order(parent.orElse(null))));
            pending = Optional.of(begun);
        }
        putSome(engine, random);
        complete(engine);
        if (engine.awaitTask(engine.care.collectGarbage()).result() == null) {
            throw new Died();
        }
    }

    private UploadOrder order(@Nullable SnapshotId of) {
        return DirectClient.order(1, of, "order-" + orders++);
    }

    private void putSome(EngineFixture engine, Random random) {
        DirectClient client = new DirectClient(engine);
        for (int i = 0; i < 10; i++) {
            long index = random.nextInt(BLOCKS);
            byte[] block = random.nextInt(5) == 0 ? new byte[DirectClient.BLOCK] : DirectClient.block(random);
            uncertain = index;
            client.put(pending.orElseThrow(), index, block);
            uncertain = -1;
            put.put(index, block);
        }
    }

    private void complete(EngineFixture engine) {
        SnapshotId id = pending.orElseThrow();
        SnapshotRecord completed = new DirectClient(engine).complete(id, put);
        completed(engine, completed);
    }

    private void completed(EngineFixture engine, SnapshotRecord completed) {
        content.putAll(put);
        put.clear();
        assertThat(engine.restored(completed).sameContent(DirectClient.device(1, content)))
                .isTrue();
        parent.ifPresent(old -> engine.snapshots.delete(List.of(old)));
        parent = pending;
        pending = Optional.empty();
    }

    private static void begin(EngineFixture engine, PowerCutDisk disk, boolean indexLost) {
        engine.on(disk.open());
        if (indexLost) {
            engine.index = new MemoryChunkIndex();
            engine.view = new MemoryCatalogView();
        }
        engine.restart();
    }

    /** A collection, then what was pending is completed. */
    private void goOn(EngineFixture engine, Random random) {
        engine.collect();
        if (pending.isPresent()) {
            SnapshotRecord record = engine.snapshots.find(pending.get()).orElseThrow();
            if (record.state() == SnapshotState.COMPLETED) {
                completed(engine, record);
            } else {
                assertThat(record.state()).isEqualTo(SnapshotState.PENDING);
                if (uncertain >= 0) {
                    byte[] block = DirectClient.block(random);
                    new DirectClient(engine).put(pending.get(), uncertain, block);
                    put.put(uncertain, block);
                }
                complete(engine);
            }
        }
        uncertain = -1;
        parent = parent.filter(old -> engine.snapshots.find(old).isPresent());
        parent.ifPresent(
                last -> assertThat(engine.restored(engine.snapshots.find(last).orElseThrow())
                                .sameContent(DirectClient.device(1, content)))
                        .isTrue());
        assertThat(engine.verify().damaged()).isFalse();
        abandonAll(engine);
    }

    /** What was begun and never answered is abandoned, and nothing of it is left. */
    private void finish(EngineFixture engine) {
        abandonAll(engine);
        assertThat(engine.snapshots.list()).noneMatch(record -> record.state() == SnapshotState.PENDING);
        try (Stream<ObjectName> journals = engine.objects.list("direct/")) {
            assertThat(journals).isEmpty();
        }
        engine.snapshots.delete(
                engine.snapshots.list().stream().map(DirectClient::idOf).toList());
        engine.collect();
        engine.collect();
        assertThat(engine.storedBytes()).isZero();
        engine.close();
    }

    private static void abandonAll(EngineFixture engine) {
        engine.nanos.addAndGet(Duration.ofHours(1).toNanos());
        engine.direct.round();
    }

    /** A collection failed because the disk is dead. */
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
