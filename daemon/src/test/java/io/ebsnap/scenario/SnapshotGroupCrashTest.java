package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.store.fault.PowerCut;
import io.ebsnap.store.fault.PowerCutDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Groups of snapshots on a disk whose power is cut at any of its operations: in the end all of a group are completed, and show their instants, or all have failed. */
final class SnapshotGroupCrashTest {

    private static final long MIB = 1 << 20;
    private static final List<String> DEVICES = List.of("/dev/a", "/dev/b", "/dev/c");

    /** Four of them; {@code -Debsnap.crash.seeds=N} for a longer search. */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("ebsnap.crash.seeds", 4));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void afterAnyPowerCutAllOfAGroupAreCompletedOrAllHaveFailed(long seed) {
        Random random = new Random(seed);
        PowerCutDisk disk = new PowerCutDisk(seed);
        EngineFixture engine = new EngineFixture(seed).on(disk.open());
        DEVICES.forEach(path -> engine.machine.add(path, 2 * MIB));
        engine.restart();
        for (int cut = 0; cut < 16; cut++) {
            DEVICES.forEach(path -> engine.machine.device(path).scribble(random, 2));
            List<MemoryDevice> instants = DEVICES.stream()
                    .map(path -> engine.machine.device(path).copy())
                    .toList();
            engine.machine.instantsBy(random.nextInt(3) == 0 ? ConsistencyMethod.UNUSED : ConsistencyMethod.REFLINK);
            disk.cutAfter(1 + random.nextInt(40));
            List<SnapshotRecord> begun = takeUntilDeath(engine);
            disk.cut();
            engine.on(disk.open()).restart();
            requireAllOrNone(engine, seed);
            requireContent(engine, begun, instants);
            engine.snapshots.delete(engine.snapshots.list().stream()
                    .map(record -> new SnapshotId(record.snapshotId()))
                    .toList());
            assertThat(engine.machine.artifacts()).as("seed " + seed).isEmpty();
        }
        engine.close();
    }

    /** What was answered; nothing if the order died. */
    private static List<SnapshotRecord> takeUntilDeath(EngineFixture engine) {
        List<SnapshotRecord> begun = new ArrayList<>();
        try {
            begun.addAll(engine.snapshots.create(
                    new SnapshotOrder(DEVICES, "", List.of(), Optional.empty(), null, null, null)));
            for (SnapshotRecord one : begun) {
                while (engine.snapshots
                        .progress(new SnapshotId(one.snapshotId()))
                        .isPresent()) {
                    Thread.onSpinWait();
                }
            }
        } catch (PowerCut | Failure e) {
            // That is what this is about.
        }
        return begun;
    }

    private static void requireAllOrNone(EngineFixture engine, long seed) {
        for (SnapshotRecord record : engine.snapshots.list()) {
            assertThat(engine.await(record).state()).isNotEqualTo(SnapshotState.PENDING);
        }
        engine.snapshots.list().stream()
                .collect(Collectors.groupingBy(
                        record -> Objects.requireNonNull(record.origin().group())))
                .forEach((group, members) -> {
                    List<SnapshotState> states = members.stream()
                            .map(SnapshotRecord::state)
                            .distinct()
                            .toList();
                    assertThat(states).as("seed " + seed).hasSize(1);
                    if (members.size() < group.volumes()) {
                        assertThat(states).as("seed " + seed).containsExactly(SnapshotState.ERROR);
                    }
                });
    }

    private static void requireContent(EngineFixture engine, List<SnapshotRecord> begun, List<MemoryDevice> instants) {
        IntStream.range(0, begun.size())
                .forEach(i -> engine.snapshots
                        .find(new SnapshotId(begun.get(i).snapshotId()))
                        .filter(record -> record.state() == SnapshotState.COMPLETED)
                        .ifPresent(record -> assertThat(engine.restored(record).sameContent(instants.get(i)))
                                .isTrue()));
    }
}
