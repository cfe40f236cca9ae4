package io.ebsnap.scenario;

import static io.ebsnap.scenario.DirectClient.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tag;
import io.ebsnap.direct.BlockChecksum;
import io.ebsnap.direct.BlockUpload;
import io.ebsnap.direct.CheckpointLimits;
import io.ebsnap.direct.DirectSettings;
import io.ebsnap.direct.UploadEnd;
import io.ebsnap.direct.UploadOrder;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.Reason;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.store.ObjectName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Snapshots that are written block by block, over the whole engine. */
class DirectUploadTest {

    private static final long MIB = 1 << 20;

    private final EngineFixture engine = new EngineFixture(1);
    private final DirectClient client = new DirectClient(engine);
    private final Random random = new Random(1);

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void whatWasPutIsRestored() {
        NavigableMap<Long, byte[]> put = blocks(0, 3, 5, 100, 2047);
        put.put(7L, new byte[BLOCK]);
        SnapshotId snapshot = client.start(1, null);
        List<Long> order = new ArrayList<>(put.keySet());
        Collections.shuffle(order, random);
        order.forEach(index -> putOne(snapshot, put, index));

        SnapshotRecord completed = client.complete(snapshot, put);
        assertThat(completed.state()).isEqualTo(SnapshotState.COMPLETED);
        assertThat(content(completed).fullSnapshotSizeInBytes()).isEqualTo(5L * BLOCK);
        assertThat(content(completed).blocksChanged()).isEqualTo(6);
        assertThat(completed.volumeId()).isEqualTo("vol-fffffffffffffffff");
        requireRestored(completed, put);
        assertThat(journal()).isEmpty();
        put.remove(7L);
        requireSame(client.download(snapshot), put);
        assertThat(engine.verify().findings()).isEmpty();
    }

    @Test
    void ofSeveralPutsOfABlockTheLastOneCounts() {
        SnapshotId snapshot = client.start(1, null);
        NavigableMap<Long, byte[]> put = blocks(1, 2);
        client.putAll(snapshot, put);
        put.put(1L, DirectClient.block(random));
        put.put(2L, new byte[BLOCK]);
        client.putAll(snapshot, put);
        requireRestored(client.complete(snapshot, put), put);
    }

    @Test
    void childBeginsWithAllBlocksOfItsParentAndStoresWhatIsNew() {
        NavigableMap<Long, byte[]> all = blocks(0, 1, 2, 3, 4, 5, 6, 7, 300, 1000);
        SnapshotId parent = client.start(1, null);
        client.putAll(parent, all);
        client.complete(parent, all);

        SnapshotId child = client.start(2, parent);
        NavigableMap<Long, byte[]> put = blocks(1, 3000);
        put.put(3L, new byte[BLOCK]);
        client.putAll(child, put);
        engine.snapshots.delete(List.of(parent));
        engine.collect();
        SnapshotRecord completed = client.complete(child, put);
        assertThat(completed.origin().parentSnapshotId()).isEqualTo(parent.value());
        assertThat(content(completed).blocksStored()).isEqualTo(2);
        assertThat(content(completed).blocksChanged()).isEqualTo(3);
        all.putAll(put);
        engine.collect();
        requireRestored(completed, 2, all);
    }

    @Test
    void childWithoutAPutIsItsParent() {
        NavigableMap<Long, byte[]> all = blocks(0, 9);
        SnapshotId parent = client.start(1, null);
        client.putAll(parent, all);
        client.complete(parent, all);
        requireRestored(client.complete(client.start(1, parent), new TreeMap<>()), all);
    }

    @Test
    void childOfAVolumeThatEndsWithinABlockReadsZerosBehindThat() {
        MemoryDevice device = engine.machine.add("/dev/a", 20 * MIB + 5);
        device.scribble(random, 30);
        device.put(40, new byte[] {1, 2, 3, 4, 5});
        SnapshotRecord parent = engine.snapshot("/dev/a");
        SnapshotId child = client.start(1, DirectClient.idOf(parent));
        NavigableMap<Long, byte[]> put = blocks(41);
        client.putAll(child, put);
        SnapshotRecord completed = client.complete(child, put);
        NavigableMap<Long, byte[]> all = new TreeMap<>(put);
        LongStream.range(0, 41).forEach(index -> all.put(index, Arrays.copyOf(device.get(index), BLOCK)));
        requireRestored(completed, all);
    }

    @Test
    void manyThreadsInAnyOrderEndAsTheModelSays() throws Exception {
        SnapshotId snapshot = client.start(1, null);
        ConcurrentSkipListMap<Long, byte[]> model = new ConcurrentSkipListMap<>();
        inThreads(8, thread -> {
            Random chance = new Random(thread);
            for (int i = 0; i < 60; i++) {
                // Each thread has blocks of its own, for nobody could tell which of two counts.
                long index = chance.nextInt(40) * 8L + thread;
                byte[] content = chance.nextInt(6) == 0 ? new byte[BLOCK] : DirectClient.block(chance);
                client.put(snapshot, index, content);
                model.put(index, content);
            }
        });
        assertThat(journal()).hasSizeLessThan(60);
        SnapshotRecord completed = client.complete(snapshot, model);
        requireRestored(completed, model);
        engine.collect();
        assertThat(engine.verify().findings()).isEmpty();
    }

    @Test
    void manyPutsAtOnceShareFlushes() throws Exception {
        SnapshotId snapshot = client.start(1, null);
        AtomicInteger flushes = new AtomicInteger();
        engine.crashPoints.set(name -> {
            if (name.equals("direct.before-flush")) {
                flushes.incrementAndGet();
                pause();
            }
        });
        inThreads(8, thread -> {
            Random chance = new Random(thread);
            for (int i = 0; i < 10; i++) {
                client.put(snapshot, i * 8L + thread, DirectClient.block(chance));
            }
        });
        assertThat(flushes.get()).isLessThan(50);
    }

    @Test
    void otherContentOfABlockThatIsBeingWrittenIsRefused() throws Exception {
        SnapshotId snapshot = client.start(1, null);
        CountDownLatch within = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        engine.crashPoints.set(name -> {
            if (name.equals("direct.before-flush")) {
                within.countDown();
                await(go);
            }
        });
        byte[] content = DirectClient.block(random);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> first = threads.submit(() -> client.put(snapshot, 5, content));
            await(within);
            refused(Reason.CONFLICTING_BLOCK_UPDATE, () -> client.put(snapshot, 5, DirectClient.block(random)));
            Future<?> same = threads.submit(() -> client.put(snapshot, 5, content));
            go.countDown();
            first.get();
            same.get();
        }
        engine.crashPoints.set(CrashPoints.NONE);
        NavigableMap<Long, byte[]> put = new TreeMap<>();
        put.put(5L, DirectClient.block(random));
        client.putAll(snapshot, put);
        requireRestored(client.complete(snapshot, put), put);
    }

    @Test
    void contentThatIsNotWhatItsChecksumSaysIsRefused() {
        SnapshotId snapshot = client.start(1, null);
        byte[] content = DirectClient.block(random);
        BlockChecksum other = BlockChecksum.of(ArraySlice.of(DirectClient.block(random)));
        refused(
                Reason.INVALID_BLOCK,
                () -> engine.direct.putBlock(new BlockUpload(snapshot, 1, other), ArraySlice.of(content)));
        refused(Reason.INVALID_PARAMETER_VALUE, () -> client.put(snapshot, 2048, content));
        refused(Reason.INVALID_PARAMETER_VALUE, () -> client.put(snapshot, -1, content));
        refused(Reason.INVALID_PARAMETER_VALUE, () -> client.put(snapshot, 1, new byte[BLOCK - 1]));
        assertThat(content(client.complete(snapshot, new TreeMap<>())).rootPageId())
                .isNull();
    }

    @Test
    void completionThatSaysSomethingElseIsRefusedAndTheSnapshotStaysPending() {
        SnapshotId snapshot = client.start(1, null);
        NavigableMap<Long, byte[]> put = blocks(1, 2, 3);
        client.putAll(snapshot, put);
        refused(Reason.INVALID_BLOCK, () -> engine.direct.complete(new UploadEnd(snapshot, 2, null)));
        BlockChecksum wrong = BlockChecksum.of(ArraySlice.of(new byte[3]));
        refused(Reason.INVALID_BLOCK, () -> engine.direct.complete(new UploadEnd(snapshot, 3, wrong)));
        assertThat(engine.snapshots.find(snapshot).orElseThrow().state()).isEqualTo(SnapshotState.PENDING);
        refused(Reason.INVALID_SNAPSHOT_ID, () -> client.list(snapshot, 100));
        put.put(4L, DirectClient.block(random));
        putOne(snapshot, put, 4);
        SnapshotRecord completed = client.complete(snapshot, put);
        assertThat(client.complete(snapshot, put)).isEqualTo(completed);
        refused(Reason.INVALID_SNAPSHOT_ID, () -> putOne(snapshot, put, 4));
        requireRestored(completed, put);
    }

    @Test
    void collectionTakesNothingOfWhatIsPending() {
        SnapshotId snapshot = client.start(1, null);
        NavigableMap<Long, byte[]> put = new TreeMap<>();
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < 20; i++) {
                long index = random.nextInt(500);
                put.put(index, DirectClient.block(random));
                client.put(snapshot, index, put.get(index));
            }
            engine.collect();
            if (round % 2 == 1) {
                engine.close();
                engine.restart();
                engine.collect();
            }
        }
        requireRestored(client.complete(snapshot, put), put);
        assertThat(engine.verify().findings()).isEmpty();
    }

    @Test
    void abandonedOneFailsAndGivesItsRoomBack() {
        SnapshotId snapshot = client.start(1, null);
        client.putAll(snapshot, blocks(1, 2, 3));
        engine.nanos.addAndGet(Duration.ofMinutes(59).toNanos());
        client.putAll(snapshot, blocks(4));
        engine.nanos.addAndGet(Duration.ofMinutes(59).toNanos());
        engine.direct.round();
        assertThat(engine.snapshots.find(snapshot).orElseThrow().state()).isEqualTo(SnapshotState.PENDING);
        engine.nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        engine.direct.round();
        SnapshotRecord failed = engine.snapshots.find(snapshot).orElseThrow();
        assertThat(failed.state()).isEqualTo(SnapshotState.ERROR);
        assertThat(failed.stateMessage()).contains("60 minutes");
        refused(Reason.INVALID_SNAPSHOT_ID, () -> client.putAll(snapshot, blocks(1)));
        refused(Reason.INVALID_SNAPSHOT_ID, () -> client.complete(snapshot, blocks(1)));
        assertThat(journal()).isEmpty();
        engine.collect();
        assertThat(engine.storedBytes()).isZero();
    }

    @Test
    void oneThatWaitsForItsKeyKeepsItsBlocksAndGoesOn() {
        UploadOrder order = sealed(true, "alias/other");
        SnapshotId snapshot = DirectClient.idOf(engine.direct.start(order));
        NavigableMap<Long, byte[]> put = blocks(1, 2);
        client.putAll(snapshot, put);
        engine.close();
        engine.keyring.take(engine.keyring.domainFor(engine.keyring.resolve("alias/other")));
        engine.restart();
        assertThatThrownBy(() -> client.putAll(snapshot, put)).isInstanceOf(Failure.Unavailable.class);
        engine.keyring.giveBack();
        engine.collect();
        put.putAll(blocks(3));
        putOne(snapshot, put, 3);
        engine.collect();
        requireRestored(client.complete(snapshot, put), put);
    }

    @Test
    void sameOrderUnderOneTokenIsOneSnapshot() {
        SnapshotRecord first = engine.direct.start(DirectClient.order(1, null, "a-token"));
        assertThat(engine.direct.start(DirectClient.order(1, null, "a-token"))).isEqualTo(first);
        engine.restart();
        assertThat(engine.direct.start(DirectClient.order(1, null, "a-token"))).isEqualTo(first);
        assertThatThrownBy(() -> engine.direct.start(DirectClient.order(2, null, "a-token")))
                .isInstanceOfSatisfying(
                        Failure.Conflict.class,
                        failure -> assertThat(failure.reason()).isEmpty());
        assertThat(engine.direct.start(DirectClient.order(1, null, "another")).snapshotId())
                .isNotEqualTo(first.snapshotId());
        assertThat(engine.direct
                        .start(DirectClient.order(1, null, "a-token").by("111111111111", UploadOrder.Sealing.UNSAID))
                        .snapshotId())
                .isNotEqualTo(first.snapshotId());
        assertThat(engine.snapshots.list()).hasSize(3);
    }

    @Test
    void tokenOfADeletedOneMakesANewOneWithNothingOfTheOld() {
        SnapshotId first = DirectClient.idOf(engine.direct.start(DirectClient.order(1, null, "a-token")));
        client.putAll(first, blocks(1, 2));
        engine.snapshots.delete(List.of(first));
        SnapshotId second = DirectClient.idOf(engine.direct.start(DirectClient.order(1, null, "a-token")));
        assertThat(second).isEqualTo(first);
        NavigableMap<Long, byte[]> put = blocks(3);
        client.putAll(second, put);
        engine.close();
        engine.restart();
        requireRestored(client.complete(second, put), put);
    }

    @Test
    void asManyAsAllowedArePending() {
        engine.directSettings = new DirectSettings(
                2, Duration.ZERO, 1, CheckpointLimits.DEFAULT, () -> "alias/aws/ebs", () -> false, key -> false);
        engine.restart();
        SnapshotId first = client.start(1, null);
        client.start(1, null);
        assertThatThrownBy(() -> client.start(1, null)).isInstanceOf(Failure.Exhausted.class);
        client.complete(first, new TreeMap<>());
        client.start(1, null);
    }

    @Test
    void aFurtherOneWaitsForAPlaceAndItsRepetitionTakesNone() throws Exception {
        patient();
        SnapshotId first = client.start(1, null);
        client.start(1, null);
        UploadOrder further = DirectClient.order(1, null, "further");
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<SnapshotRecord> waits = clients.submit(() -> engine.direct.start(further));
            Future<SnapshotRecord> repeats = clients.submit(() -> engine.direct.start(further));
            letThemWait();
            assertThat(engine.snapshots.list()).hasSize(2);
            client.complete(first, new TreeMap<>());
            assertThat(DirectClient.idOf(waits.get())).isEqualTo(DirectClient.idOf(repeats.get()));
        }
        assertThat(engine.snapshots.list()).hasSize(3);
    }

    @Test
    void anAbandonedOneMakesRoomForOneThatWaits() throws Exception {
        patient();
        SnapshotId first = client.start(1, null);
        client.start(1, null);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<SnapshotId> waits = clients.submit(() -> client.start(1, null));
            letThemWait();
            engine.snapshots.cancel(first);
            engine.direct.round();
            assertThat(engine.snapshots.find(waits.get())).isPresent();
        }
    }

    @Test
    void whoWaitsForAPlaceWhenTheDaemonStopsIsRefused() throws Exception {
        patient();
        client.start(1, null);
        client.start(1, null);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<SnapshotId> waits = clients.submit(() -> client.start(1, null));
            letThemWait();
            engine.direct.close();
            assertThatThrownBy(waits::get).hasCauseInstanceOf(Failure.Unavailable.class);
        }
    }

    /** Whoever comes later finds the same. */
    private static void letThemWait() throws InterruptedException {
        Thread.sleep(50);
    }

    /** Two may be pending, and a third one waits for long. */
    private void patient() {
        engine.directSettings = new DirectSettings(
                2,
                Duration.ofMinutes(5),
                1,
                CheckpointLimits.DEFAULT,
                () -> "alias/aws/ebs",
                () -> false,
                key -> false);
        engine.restart();
    }

    @Test
    void cancelledOneTakesNoMoreBlocks() {
        SnapshotId cancelled = client.start(1, null);
        SnapshotId deleted = client.start(1, null);
        client.putAll(cancelled, blocks(1));
        client.putAll(deleted, blocks(2));
        assertThat(engine.snapshots.cancel(cancelled).state()).isEqualTo(SnapshotState.ERROR);
        engine.snapshots.delete(List.of(deleted));
        refused(Reason.INVALID_SNAPSHOT_ID, () -> client.putAll(cancelled, blocks(1)));
        refused(Reason.SNAPSHOT_NOT_FOUND, () -> client.complete(deleted, blocks(1)));
        engine.direct.round();
        assertThat(journal()).isEmpty();
        engine.collect();
        assertThat(engine.storedBytes()).isZero();
    }

    @Test
    void failedFlushLosesNothingThatWasAcknowledged() {
        SnapshotId snapshot = client.start(1, null);
        NavigableMap<Long, byte[]> put = blocks(1, 2);
        client.putAll(snapshot, put);
        for (String point : List.of("direct.before-flush", "direct.after-flush", "pack.before-commit")) {
            failOnce(point);
            assertThatThrownBy(() -> client.putAll(snapshot, blocks(9))).isInstanceOf(Failure.class);
        }
        put.putAll(blocks(3, 9));
        putOne(snapshot, put, 3);
        putOne(snapshot, put, 9);
        failOnce("direct.after-pages");
        assertThatThrownBy(() -> client.complete(snapshot, put)).isInstanceOf(Failure.Exhausted.class);
        engine.collect();
        requireRestored(client.complete(snapshot, put), put);
    }

    @Test
    void orderOutOfBoundsIsRefused() {
        refused(Reason.INVALID_VOLUME_SIZE, () -> client.start(0, null));
        refused(Reason.INVALID_VOLUME_SIZE, () -> client.start(65_537, null));
        refused(Reason.INVALID_PARAMETER_VALUE, () -> engine.direct.start(timed(9)));
        refused(Reason.INVALID_PARAMETER_VALUE, () -> engine.direct.start(timed(4_321)));
        refused(Reason.INVALID_PARAMETER_VALUE, () -> engine.direct.start(DirectClient.order(1, null, "a b")));
        refused(Reason.INVALID_PARAMETER_VALUE, () -> engine.direct.start(sealed(null, "alias/other")));
        refused(Reason.INVALID_CUSTOMER_KEY, () -> engine.direct.start(sealed(true, "alias/none")));
        refused(
                Reason.INVALID_TAG,
                () -> engine.direct.start(new UploadOrder(
                        DirectClient.ACCOUNT,
                        1,
                        null,
                        null,
                        List.of(new Tag("aws:x", "")),
                        null,
                        UploadOrder.Sealing.UNSAID,
                        null)));
        SnapshotId big = client.start(2, null);
        refused(Reason.INVALID_SNAPSHOT_ID, () -> client.start(2, big));
        client.complete(big, new TreeMap<>());
        refused(Reason.INVALID_VOLUME_SIZE, () -> client.start(1, big));
        refused(Reason.SNAPSHOT_NOT_FOUND, () -> client.start(1, new SnapshotId("snap-00000000000000000")));
        assertThat(engine.snapshots.list()).hasSize(1);
        assertThat(journal()).isEmpty();
    }

    @Test
    void childIsSealedUnderItsParentsKeyAndSaysNothingOfKeys() {
        SnapshotId parent = DirectClient.idOf(engine.direct.start(sealed(true, "alias/other")));
        NavigableMap<Long, byte[]> put = blocks(1);
        client.putAll(parent, put);
        SnapshotRecord completed = client.complete(parent, put);
        assertThat(completed.kmsKeyId())
                .isEqualTo(engine.keyring.resolve("alias/other").toString());
        SnapshotRecord child = engine.direct.start(DirectClient.order(1, parent, null));
        assertThat(child.kmsKeyId()).isEqualTo(completed.kmsKeyId());
        refused(
                Reason.INVALID_PARAMETER_VALUE,
                () -> engine.direct.start(DirectClient.order(1, parent, null)
                        .by(DirectClient.ACCOUNT, new UploadOrder.Sealing(true, null, null))));
    }

    @Test
    void unencryptedParentIsRefusedWhereEverythingIsEncrypted() {
        engine.directSettings = new DirectSettings(
                8, Duration.ZERO, 8, CheckpointLimits.DEFAULT, () -> "alias/aws/ebs", () -> true, key -> true);
        engine.restart();
        SnapshotId parent = client.start(1, null);
        client.complete(parent, new TreeMap<>());
        refused(Reason.INVALID_PARAMETER_VALUE, () -> client.start(1, parent));
    }

    @Test
    void memoryAndListsOfASparseVolumeDoNotGrowWithItsSize() {
        SnapshotId snapshot = client.start(65_536, null);
        NavigableMap<Long, byte[]> put = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            put.put((long) (random.nextDouble() * 65_536 * 2_048), DirectClient.block(random));
        }
        client.putAll(snapshot, put);
        client.complete(snapshot, put);
        assertThat(client.list(snapshot, 100)).hasSize(put.size());
        requireSame(client.download(snapshot), put);
    }

    private static UploadOrder timed(int minutes) {
        return new UploadOrder(
                DirectClient.ACCOUNT, 1, null, null, List.of(), null, UploadOrder.Sealing.UNSAID, minutes);
    }

    private static UploadOrder sealed(@Nullable Boolean encrypted, @Nullable String key) {
        return DirectClient.order(1, null, null)
                .by(DirectClient.ACCOUNT, new UploadOrder.Sealing(encrypted, key, null));
    }

    private void putOne(SnapshotId snapshot, NavigableMap<Long, byte[]> blocks, long index) {
        client.put(snapshot, index, Objects.requireNonNull(blocks.get(index)));
    }

    private static SnapshotContent content(SnapshotRecord completed) {
        return Objects.requireNonNull(completed.content());
    }

    private NavigableMap<Long, byte[]> blocks(long... indexes) {
        NavigableMap<Long, byte[]> blocks = new TreeMap<>();
        for (long index : indexes) {
            blocks.put(index, DirectClient.block(random));
        }
        return blocks;
    }

    private void requireRestored(SnapshotRecord snapshot, NavigableMap<Long, byte[]> blocks) {
        requireRestored(snapshot, 1, blocks);
    }

    private void requireRestored(SnapshotRecord snapshot, int gibibytes, NavigableMap<Long, byte[]> blocks) {
        assertThat(engine.restored(snapshot).sameContent(DirectClient.device(gibibytes, blocks)))
                .isTrue();
    }

    private static void requireSame(NavigableMap<Long, byte[]> found, NavigableMap<Long, byte[]> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        found.forEach((index, content) ->
                assertThat(Arrays.equals(content, expected.get(index))).isTrue());
    }

    private List<ObjectName> journal() {
        try (Stream<ObjectName> names = engine.objects.list("direct/")) {
            return names.toList();
        }
    }

    private void failOnce(String point) {
        engine.crashPoints.set(name -> {
            if (name.equals(point)) {
                engine.crashPoints.set(CrashPoints.NONE);
                throw new Failure.Exhausted("no room at " + name, null);
            }
        });
    }

    /** What a thread does. */
    private interface Work {
        void run(int thread);
    }

    private static void inThreads(int count, Work work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int thread = i;
                running.add(threads.submit(() -> work.run(thread)));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
    }

    private static void refused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(Reason.of(failure)).contains(reason));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
