package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.fault.FaultPlan;
import io.ebsnap.store.fault.Faults;
import io.ebsnap.store.fault.FaultyObjectStore;
import io.ebsnap.store.memory.MemoryObjectStore;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole engine on a store that is full or refuses at any moment: a clear error, a usable engine, and no completed snapshot lost. */
class EngineFaultTest {

    private static final long MIB = 1 << 20;
    private static final int MOMENTS_MAX = 60;

    private final FaultPlan faults = new FaultPlan();
    private final ObjectStore store = new FaultyObjectStore(new MemoryObjectStore(), faults);
    private final EngineFixture engine = new EngineFixture(2).on(store);
    private final Random random = new Random(9);
    private final MemoryDevice device = engine.machine.add("/dev/a", 8 * MIB);

    @AfterEach
    void stop() {
        engine.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Faults.Operation.class,
            names = {"BEGIN", "APPEND", "COMMIT"})
    void fullDiskAtAnyMomentOfASnapshotFailsItAlone(Faults.Operation operation) {
        engine.restart();
        device.scribble(random, 8);
        MemoryDevice whole = device.copy();
        SnapshotRecord sound = engine.snapshot("/dev/a");
        int failed = 0;
        for (int moment = 1; moment <= MOMENTS_MAX; moment++) {
            device.scribble(random, 3);
            faults.failNth(operation, moment, FaultPlan::full);
            SnapshotState state = takenOrRefused();
            faults.clear();
            if (state == SnapshotState.COMPLETED) {
                break;
            }
            failed++;
        }
        assertThat(failed).isBetween(2, MOMENTS_MAX - 1);
        assertThat(engine.restored(sound).sameContent(whole)).isTrue();
        assertThat(engine.verify().damaged()).isFalse();
        assertSpaceComesBack();
    }

    @Test
    void failureThatCannotBeWrittenDownIsSeenAtOnceAndWrittenLater() {
        engine.restart();
        device.scribble(random, 8);
        AtomicBoolean held = new AtomicBoolean(true);
        device.beforeRead(() -> {
            while (held.get()) {
                Thread.onSpinWait();
            }
        });
        SnapshotRecord failing =
                engine.snapshots.create(SnapshotOrder.of("/dev/a")).getFirst();
        for (Faults.Operation write : List.of(Faults.Operation.BEGIN, Faults.Operation.COMMIT)) {
            faults.failAll(write, "", FaultPlan::refused);
        }
        held.set(false);
        awaitEnd(failing);
        assertThat(stateOf(failing)).isEqualTo(SnapshotState.ERROR);
        assertThat(engine.snapshots.list())
                .singleElement()
                .satisfies(record -> assertThat(record.stateMessage()).isNotEmpty());
        assertThatThrownBy(() -> engine.snapshots.cancel(new SnapshotId(failing.snapshotId())))
                .isInstanceOf(Failure.Conflict.class);
        faults.clear();
        assertThat(takenOrRefused()).isEqualTo(SnapshotState.COMPLETED);
        engine.restart();
        assertThat(stateOf(failing)).isEqualTo(SnapshotState.ERROR);
        assertSpaceComesBack();
    }

    @ParameterizedTest
    @CsvSource({"DELETE,40", "COMMIT,40", "READ,15", "LIST,10"})
    void faultAtAnyMomentOfACollectionLosesNothing(Faults.Operation operation, int moments) {
        engine.restart();
        for (int moment = 1; moment <= moments; moment += 1 + moment / 6) {
            device.scribble(random, 5);
            SnapshotRecord gone = engine.snapshot("/dev/a");
            device.scribble(random, 5);
            MemoryDevice whole = device.copy();
            SnapshotRecord kept = engine.snapshot("/dev/a");
            engine.snapshots.delete(List.of(new SnapshotId(gone.snapshotId())));
            faults.failNth(operation, moment, FaultPlan::refused);
            engine.awaitTask(engine.care.collectGarbage());
            faults.clear();
            assertThat(engine.restored(kept).sameContent(whole)).isTrue();
            assertThat(engine.verify().damaged()).isFalse();
            engine.snapshots.delete(List.of(new SnapshotId(kept.snapshotId())));
        }
        assertSpaceComesBack();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void unreliableStoreNeverMakesAWrongSnapshot(long seed) {
        engine.restart();
        for (int round = 0; round < 6; round++) {
            device.scribble(random, 6);
            MemoryDevice whole = device.copy();
            faults.failSome(seed * 100 + round, 0.03, Set.of(Faults.Operation.values()));
            SnapshotRecord taken = taken();
            if (taken != null && round % 2 == 0) {
                engine.awaitTask(engine.care.collectGarbage());
            }
            faults.clear();
            if (taken != null && stateOf(taken) == SnapshotState.COMPLETED) {
                assertThat(engine.restored(taken).sameContent(whole)).isTrue();
            }
        }
        engine.restart();
        assertThat(engine.verify().damaged()).isFalse();
        assertThat(engine.snapshots.list()).noneMatch(record -> record.state() == SnapshotState.PENDING);
        assertSpaceComesBack();
    }

    private SnapshotState takenOrRefused() {
        SnapshotRecord taken = taken();
        return taken == null ? SnapshotState.ERROR : stateOf(taken);
    }

    private SnapshotState stateOf(SnapshotRecord record) {
        return engine.snapshots
                .find(new SnapshotId(record.snapshotId()))
                .map(SnapshotRecord::state)
                .orElse(SnapshotState.ERROR);
    }

    /** A snapshot that has ended, one way or the other; null if it was refused. */
    private @Nullable SnapshotRecord taken() {
        try {
            SnapshotRecord pending =
                    engine.snapshots.create(SnapshotOrder.of("/dev/a")).getFirst();
            awaitEnd(pending);
            return pending;
        } catch (Failure e) {
            return null;
        }
    }

    private void awaitEnd(SnapshotRecord pending) {
        while (engine.snapshots.progress(new SnapshotId(pending.snapshotId())).isPresent()) {
            Thread.onSpinWait();
        }
    }

    private void assertSpaceComesBack() {
        engine.snapshots.delete(engine.snapshots.list().stream()
                .map(record -> new SnapshotId(record.snapshotId()))
                .toList());
        engine.collect();
        assertThat(engine.storedBytes()).isZero();
        assertThat(engine.machine.artifacts()).isEmpty();
    }
}
