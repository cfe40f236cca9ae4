package io.ebsnap.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tag;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.scenario.EngineFixture;
import io.ebsnap.scenario.MemoryDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotEngineTest {

    private static final long MIB = 1 << 20;

    private final EngineFixture engine = new EngineFixture(1);

    @AfterEach
    void stop() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void chainOfSnapshotsRestoresToTheByteWhateverIsDeletedBetween(long seed) {
        Random random = new Random(seed);
        MemoryDevice device = engine.machine.add("/dev/a", 16 * MIB + 12_345);
        List<SnapshotRecord> taken = new ArrayList<>();
        List<MemoryDevice> instants = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            device.scribble(random, 12);
            instants.add(device.copy());
            taken.add(engine.snapshot("/dev/a"));
            assertThat(taken.getLast().state()).isEqualTo(SnapshotState.COMPLETED);
        }
        delete(taken.get(1));
        delete(taken.get(4));
        for (int i : new int[] {0, 2, 3, 5}) {
            assertThat(engine.restored(taken.get(i)).sameContent(instants.get(i)))
                    .isTrue();
        }
    }

    @Test
    void unchangedDeviceStoresNothingAndKeepsTheRoot() {
        MemoryDevice device = engine.machine.add("/dev/a", 10 * MIB);
        device.scribble(new Random(1), 15);
        SnapshotContent first = content(engine.snapshot("/dev/a"));
        SnapshotContent second = content(engine.snapshot("/dev/a"));
        assertThat(second.rootPageId()).isEqualTo(first.rootPageId());
        assertThat(second.blocksChanged()).isZero();
        assertThat(second.bytesStored()).isZero();
        assertThat(second.blocksRead()).isEqualTo(first.blocksRead());
    }

    @Test
    void countsSayWhatChanged() {
        MemoryDevice device = engine.machine.add("/dev/a", 10 * MIB);
        for (int block = 0; block < 6; block++) {
            device.put(block, filled(block + 1));
        }
        device.put(7, new byte[VolumeGeometry.BLOCK_BYTES]);
        SnapshotRecord first = engine.snapshot("/dev/a");
        assertThat(content(first).blocksChanged()).isEqualTo(6);
        assertThat(content(first).blocksZero()).isEqualTo(14);
        assertThat(content(first).blocksRead()).isEqualTo(7);
        assertThat(content(first).fullSnapshotSizeInBytes()).isEqualTo(3 * MIB);

        device.put(0, filled(99));
        device.put(1, filled(1));
        device.punch(2);
        SnapshotRecord second = engine.snapshot("/dev/a");
        assertThat(content(second).blocksChanged()).isEqualTo(3);
        assertThat(content(second).blocksStored()).isEqualTo(1);
        assertThat(second.origin().parentSnapshotId()).isEqualTo(first.snapshotId());
    }

    @Test
    void sparseVolumeOfSixteenTebibytesIsCopiedWithoutReadingItsHoles() {
        MemoryDevice device = engine.machine.add("/dev/big", 16L << 40);
        device.put(3, filled(1));
        device.put(20_000_000, filled(2));
        device.put(device.geometry().blockCount() - 1, filled(3));
        SnapshotRecord snapshot = engine.snapshot("/dev/big");
        assertThat(content(snapshot).blocksRead()).isEqualTo(3);
        assertThat(content(snapshot).blocksZero()).isEqualTo(device.geometry().blockCount() - 3);
        assertThat(engine.restored(snapshot).sameContent(device)).isTrue();
    }

    @Test
    void snapshotShowsTheInstantOfItsCreationWhateverIsWrittenAfterwards() {
        MemoryDevice device = engine.machine.add("/dev/a", 10 * MIB);
        device.scribble(new Random(3), 15);
        MemoryDevice before = device.copy();
        CountDownLatch go = holdReads(device);
        SnapshotRecord pending =
                engine.snapshots.create(SnapshotOrder.of("/dev/a")).getFirst();
        assertThat(pending.state()).isEqualTo(SnapshotState.PENDING);
        device.scribble(new Random(4), 15);
        go.countDown();
        assertThat(engine.restored(engine.await(pending)).sameContent(before)).isTrue();
    }

    @Test
    void readErrorEndsInErrorThatNamesDeviceAndOffset() {
        MemoryDevice device = engine.machine.add("/dev/a", 10 * MIB);
        device.scribble(new Random(3), 15);
        device.put(10, filled(7));
        device.failAt(10 * VolumeGeometry.BLOCK_BYTES + 4096);
        SnapshotRecord failed = engine.snapshot("/dev/a");
        assertThat(failed.state()).isEqualTo(SnapshotState.ERROR);
        assertThat(failed.stateMessage()).contains("/dev/a").contains("5246976");
        assertThat(engine.machine.artifacts()).isEmpty();

        device.failAt(-1);
        assertThat(engine.snapshot("/dev/a").state()).isEqualTo(SnapshotState.COMPLETED);
    }

    @Test
    void instantThatWasLostIsNotCommitted() {
        engine.machine.add("/dev/a", MIB).put(0, filled(1));
        engine.machine.loseInstants(true);
        SnapshotRecord failed = engine.snapshot("/dev/a");
        assertThat(failed.state()).isEqualTo(SnapshotState.ERROR);
        assertThat(failed.stateMessage()).contains("lost");
        assertThat(failed.content()).isNull();
    }

    @Test
    void severalVolumesOfOneOrderAreTakenTogetherOrNotAtAll() {
        engine.machine.add("/dev/a", MIB).put(0, filled(1));
        engine.machine.add("/dev/b", MIB).put(0, filled(2));
        List<SnapshotRecord> both = engine.snapshots.create(order(List.of("/dev/a", "/dev/b"), null, null));
        assertThat(both).allSatisfy(one -> assertThat(engine.await(one).state()).isEqualTo(SnapshotState.COMPLETED));

        assertThatThrownBy(() -> engine.snapshots.create(order(List.of("/dev/a", "/dev/none"), null, null)))
                .isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> engine.snapshots.create(order(List.of("/dev/a", "/dev/b"), "false", "after")))
                .isInstanceOf(Failure.Conflict.class);
        assertThat(engine.snapshots.list()).hasSize(2);
        assertThat(engine.machine.artifacts()).isEmpty();
        assertThat(engine.machine.hooksRun()).containsExactly("pre false /dev/a /dev/b", "post after /dev/a /dev/b");
    }

    @Test
    void snapshotsOfOneVolumeRunOneAfterTheOtherAndEachComparesWithTheOneBefore() {
        MemoryDevice device = engine.machine.add("/dev/a", 4 * MIB);
        device.put(0, filled(1));
        CountDownLatch go = holdReads(device);
        SnapshotRecord first =
                engine.snapshots.create(SnapshotOrder.of("/dev/a")).getFirst();
        SnapshotRecord second =
                engine.snapshots.create(SnapshotOrder.of("/dev/a")).getFirst();
        assertThat(phase(second)).isEqualTo(SnapshotPhase.QUEUED);
        go.countDown();
        assertThat(engine.await(first).state()).isEqualTo(SnapshotState.COMPLETED);
        assertThat(engine.await(second).origin().parentSnapshotId()).isEqualTo(first.snapshotId());
    }

    @Test
    void ordersThatWaitHaveTheirInstantsOneAfterTheOther() throws Exception {
        MemoryDevice device = engine.machine.add("/dev/a", 4 * MIB);
        device.put(0, filled(1));
        engine.machine.instantsBy(ConsistencyMethod.UNUSED);
        CountDownLatch go = holdReads(device);
        SnapshotRecord first =
                engine.snapshots.create(SnapshotOrder.of("/dev/a")).getFirst();
        assertThatThrownBy(() -> engine.snapshots.create(SnapshotOrder.of("/dev/a")))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining(first.snapshotId() + " of " + first.volumeId() + " is being taken");
        SnapshotOrder patient = SnapshotOrder.of("/dev/a").patient(Duration.ofMinutes(5));
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<SnapshotRecord>> orders = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                orders.add(clients.submit(() -> engine.snapshots.create(patient).getFirst()));
            }
            pause();
            assertThat(engine.snapshots.list()).hasSize(1);
            go.countDown();
            for (Future<SnapshotRecord> order : orders) {
                assertThat(engine.await(order.get()).state()).isEqualTo(SnapshotState.COMPLETED);
            }
        }
        assertThat(engine.snapshots.list())
                .extracting(SnapshotRecord::snapshotId)
                .doesNotHaveDuplicates()
                .hasSize(4);
        assertThat(engine.machine.artifacts()).isEmpty();
    }

    @Test
    void whoWaitsWhenTheDaemonStopsIsRefused() throws Exception {
        MemoryDevice device = engine.machine.add("/dev/a", 4 * MIB);
        device.put(0, filled(1));
        engine.machine.instantsBy(ConsistencyMethod.UNUSED);
        CountDownLatch go = holdReads(device);
        SnapshotRecord first =
                engine.snapshots.create(SnapshotOrder.of("/dev/a")).getFirst();
        SnapshotOrder patient = SnapshotOrder.of("/dev/a").patient(Duration.ofMinutes(5));
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<SnapshotRecord>> order = clients.submit(() -> engine.snapshots.create(patient));
            pause();
            Future<?> stop = clients.submit(engine.snapshots::close);
            assertThatThrownBy(order::get)
                    .hasCauseInstanceOf(Failure.Conflict.class)
                    .hasMessageContaining("the daemon is stopping");
            go.countDown();
            stop.get();
        }
        assertThat(engine.snapshots.list())
                .extracting(SnapshotRecord::snapshotId)
                .containsExactly(first.snapshotId());
    }

    @Test
    void tooManyPendingSnapshotsAreRefused() {
        engine.close();
        engine.settings = new SnapshotSettings(1, 2, new CopyThreads(1, 1), "000000000000", () -> "alias/aws/ebs");
        engine.restart();
        MemoryDevice device = engine.machine.add("/dev/a", MIB);
        device.put(0, filled(1));
        CountDownLatch go = holdReads(device);
        engine.snapshots.create(SnapshotOrder.of("/dev/a"));
        engine.snapshots.create(SnapshotOrder.of("/dev/a"));
        assertThatThrownBy(() -> engine.snapshots.create(SnapshotOrder.of("/dev/a")))
                .isInstanceOf(Failure.Exhausted.class);
        go.countDown();
    }

    @Test
    void cancelledSnapshotEndsInErrorAndGivesItsInstantUp() {
        MemoryDevice device = engine.machine.add("/dev/a", 8 * MIB);
        for (int block = 0; block < 16; block++) {
            device.put(block, filled(block));
        }
        CountDownLatch go = holdReads(device);
        SnapshotRecord pending =
                engine.snapshots.create(SnapshotOrder.of("/dev/a")).getFirst();
        SnapshotRecord queued =
                engine.snapshots.create(SnapshotOrder.of("/dev/a")).getFirst();
        assertThat(engine.snapshots.cancel(id(queued)).stateMessage()).contains("cancelled");
        Thread.ofPlatform().name("release").start(() -> {
            pause();
            go.countDown();
        });
        List<Deletion> deleted = engine.snapshots.delete(List.of(id(pending), id(queued)));
        assertThat(deleted)
                .extracting(Deletion::outcome)
                .containsExactly(Deletion.Outcome.CANCELLED, Deletion.Outcome.DELETED);
        assertThat(engine.snapshots.list()).isEmpty();
        assertThat(engine.machine.artifacts()).isEmpty();
    }

    @Test
    void stoppedDaemonPausesWhatItCanAndTheNextOneCompletesIt() {
        MemoryDevice device = engine.machine.add("/dev/a", 10 * MIB);
        device.scribble(new Random(5), 20);
        MemoryDevice before = device.copy();
        CountDownLatch go = holdReads(device);
        SnapshotRecord pending =
                engine.snapshots.create(SnapshotOrder.of("/dev/a")).getFirst();
        go.countDown();
        engine.snapshots.close();
        device.beforeRead(null);
        device.scribble(new Random(6), 20);
        engine.restart();
        SnapshotRecord completed = engine.await(pending);
        assertThat(completed.state()).isEqualTo(SnapshotState.COMPLETED);
        assertThat(completed.startTime()).isEqualTo(pending.startTime());
        assertThat(engine.restored(completed).sameContent(before)).isTrue();
        assertThat(engine.machine.artifacts()).isEmpty();
    }

    @Test
    void stoppedDaemonEndsWhatItCannotPause() {
        MemoryDevice device = engine.machine.add("/dev/a", 10 * MIB);
        device.scribble(new Random(5), 20);
        engine.machine.instantsBy(ConsistencyMethod.UNUSED);
        CountDownLatch go = holdReads(device);
        SnapshotRecord pending =
                engine.snapshots.create(SnapshotOrder.of("/dev/a")).getFirst();
        assertThatThrownBy(() -> engine.snapshots.create(SnapshotOrder.of("/dev/a")))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining(pending.snapshotId());
        Thread.ofPlatform().name("release").start(() -> {
            pause();
            go.countDown();
        });
        engine.snapshots.close();
        assertThat(engine.snapshots.find(id(pending)).orElseThrow().stateMessage())
                .contains("the daemon was stopped");
    }

    @Test
    void daemonThatDiedLeavesNoPendingSnapshotWithoutAnInstant() {
        MemoryDevice device = engine.machine.add("/dev/a", MIB);
        device.put(0, filled(1));
        engine.crashPoints.set(name -> {
            if (name.equals("snapshot.after-flush")) {
                throw new SimulatedDeath();
            }
        });
        engine.machine.instantsBy(ConsistencyMethod.FROZEN);
        SnapshotRecord pending =
                engine.snapshots.create(SnapshotOrder.of("/dev/a")).getFirst();
        assertThat(engine.await(pending).state()).isEqualTo(SnapshotState.ERROR);
    }

    @Test
    void deletingWhatIsNotThereSaysSo() {
        SnapshotId none = new SnapshotId("snap-00000000000000000");
        assertThat(engine.snapshots.delete(List.of(none)))
                .extracting(Deletion::outcome)
                .containsExactly(Deletion.Outcome.NOT_FOUND);
    }

    @Test
    void whatSomebodyObjectsToIsNeitherDeletedNorCancelled() {
        engine.objections = List.of(
                snapshot -> Optional.empty(),
                snapshot -> snapshot.volumeId().isEmpty() ? Optional.empty() : Optional.of("it is wanted"));
        engine.restart();
        MemoryDevice device = engine.machine.add("/dev/a", MIB);
        device.put(0, filled(1));
        CountDownLatch go = holdReads(device);
        SnapshotRecord pending =
                engine.snapshots.create(SnapshotOrder.of("/dev/a")).getFirst();
        Deletion refused = new Deletion(id(pending), Deletion.Outcome.FAILED, "it is wanted");
        assertThatThrownBy(() -> engine.snapshots.cancel(id(pending)))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessage(pending.snapshotId() + " is not cancelled: it is wanted");
        assertThat(engine.snapshots.delete(List.of(id(pending)))).containsExactly(refused);
        go.countDown();
        assertThat(engine.await(pending).state()).isEqualTo(SnapshotState.COMPLETED);
        assertThat(engine.snapshots.delete(List.of(id(pending)))).containsExactly(refused);
        assertThat(engine.snapshots.find(id(pending))).isPresent();
    }

    @Test
    void differenceOfTwoSnapshotsIsWhatChangedPageByPage() {
        MemoryDevice device = engine.machine.add("/dev/a", 300 * MIB);
        for (int block = 0; block < 20; block++) {
            device.put(block * 30L, filled(block));
        }
        SnapshotRecord first = engine.snapshot("/dev/a");
        device.put(0, filled(77));
        device.punch(30);
        device.put(599, filled(78));
        SnapshotRecord second = engine.snapshot("/dev/a");
        DiffPage page = engine.snapshots.diff(id(first), id(second), new BlockIndex(0), 2);
        assertThat(blocks(page)).containsExactly(0L, 30L);
        assertThat(page.changes().get(1).second()).isNull();
        assertThat(page.next()).hasValue(599);
        assertThat(blocks(engine.snapshots.diff(id(first), id(second), new BlockIndex(599), 2)))
                .containsExactly(599L);
    }

    @Test
    void snapshotsUnderDifferentKeysDifferWhereverTheyHaveContent() {
        MemoryDevice device = engine.machine.add("/dev/a", 10 * MIB);
        device.put(2, filled(1));
        device.put(5, filled(2));
        SnapshotRecord first = engine.snapshot("/dev/a");
        device.punch(5);
        device.put(6, filled(3));
        SnapshotRecord second = engine.await(engine.snapshots
                .create(new SnapshotOrder(
                        List.of("/dev/a"), "", List.of(), Optional.empty(), null, null, "alias/other"))
                .getFirst());
        assertThat(second.origin().parentSnapshotId()).isNull();
        assertThat(blocks(engine.snapshots.diff(id(first), id(second), new BlockIndex(0), 10)))
                .containsExactly(2L, 5L, 6L);
    }

    @Test
    void volumeWhoseDeviceWasReplacedIsNotTaken() {
        MemoryDevice device = engine.machine.add("/dev/a", MIB);
        SnapshotRecord first = engine.snapshot("/dev/a");
        device.becomeAnother("memory:other");
        assertThatThrownBy(() -> engine.snapshots.create(SnapshotOrder.of(first.volumeId())))
                .isInstanceOf(Failure.Conflict.class);
        assertThat(engine.snapshot("/dev/a").volumeId()).isNotEqualTo(first.volumeId());
    }

    @Test
    void orderIsCheckedBeforeAnythingIsDone() {
        engine.machine.add("/dev/a", MIB);
        for (SnapshotOrder wrong : List.of(
                order(List.of(), null, null),
                order(List.of("/dev/a", "/dev/a"), null, null),
                new SnapshotOrder(List.of("/dev/a"), "x".repeat(256), List.of(), Optional.empty(), null, null, null),
                new SnapshotOrder(
                        List.of("/dev/a"), "", List.of(new Tag("aws:x", "")), Optional.empty(), null, null, null))) {
            assertThatThrownBy(() -> engine.snapshots.create(wrong)).isInstanceOf(Failure.Invalid.class);
        }
        assertThat(engine.snapshots.list()).isEmpty();
    }

    private static SnapshotOrder order(List<String> volumes, @Nullable String pre, @Nullable String post) {
        return new SnapshotOrder(volumes, "", List.of(), Optional.empty(), pre, post, null);
    }

    private static CountDownLatch holdReads(MemoryDevice device) {
        CountDownLatch go = new CountDownLatch(1);
        device.beforeRead(() -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        return go;
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private SnapshotPhase phase(SnapshotRecord record) {
        return engine.snapshots.progress(id(record)).orElseThrow().phase();
    }

    private void delete(SnapshotRecord record) {
        assertThat(engine.snapshots.delete(List.of(id(record))))
                .extracting(Deletion::outcome)
                .containsExactly(Deletion.Outcome.DELETED);
    }

    private static List<Long> blocks(DiffPage page) {
        return page.changes().stream().map(change -> change.block().value()).toList();
    }

    private static SnapshotId id(SnapshotRecord record) {
        return new SnapshotId(record.snapshotId());
    }

    private static SnapshotContent content(SnapshotRecord record) {
        SnapshotContent content = record.content();
        assertThat(content).as(record.stateMessage()).isNotNull();
        if (content == null) {
            throw new AssertionError();
        }
        return content;
    }

    private static byte[] filled(int value) {
        byte[] block = new byte[VolumeGeometry.BLOCK_BYTES];
        Arrays.fill(block, (byte) (value + 1));
        return block;
    }

    /** What a crash point throws in place of the process' death. */
    private static final class SimulatedDeath extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
