package io.ebsnap.scenario;

import static io.ebsnap.scenario.DirectClient.ACCOUNT;
import static io.ebsnap.scenario.DirectClient.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.direct.BlockOrder;
import io.ebsnap.direct.BlockPage;
import io.ebsnap.direct.ChangeOrder;
import io.ebsnap.direct.ChangedBlock;
import io.ebsnap.direct.ListedBlock;
import io.ebsnap.direct.PageOrder;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.Reason;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.SnapshotCopyOrder;
import io.ebsnap.snapshot.SnapshotOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading snapshots block by block: what is listed, what its tokens are good for, and what two snapshots differ in. */
class DirectReadingTest {

    private static final long MIB = 1 << 20;
    private static final String OTHER = "111111111111";

    private final EngineFixture engine = new EngineFixture(1);
    private final DirectClient client = new DirectClient(engine);
    private final Random random = new Random(1);

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void listedBlocksReadAsTheDeviceWas() {
        MemoryDevice device = engine.machine.add("/dev/a", 60 * MIB + 5);
        device.scribble(random, 40);
        device.put(120, new byte[] {1, 2, 3, 4, 5});
        SnapshotId snapshot = DirectClient.idOf(engine.snapshot("/dev/a"));
        var found = client.download(snapshot);
        assertThat(found).hasSize((int) filled(device));
        found.forEach((index, content) ->
                assertThat(Arrays.equals(content, whole(device, index))).isTrue());
        assertThat(engine.direct
                        .listBlocks(snapshot, PageOrder.first(ACCOUNT, 100))
                        .volumeGibibytes())
                .isEqualTo(1);
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        MemoryDevice device = engine.machine.add("/dev/a", 400 * MIB);
        for (long block = 0; block < 800; block += 1 + random.nextInt(3)) {
            device.put(block, DirectClient.block(random));
        }
        SnapshotId snapshot = DirectClient.idOf(engine.snapshot("/dev/a"));
        List<Long> all =
                client.list(snapshot, 100).stream().map(ListedBlock::index).toList();
        assertThat(all).hasSize(device.contentBlocks()).isSorted().doesNotHaveDuplicates();
        assertThat(client.list(snapshot, 10_000)).extracting(ListedBlock::index).isEqualTo(all);
        BlockPage<ListedBlock> page = engine.direct.listBlocks(snapshot, new PageOrder(ACCOUNT, null, 500, 1));
        assertThat(page.blocks()).hasSize(100);
        assertThat(page.blocks().getFirst().index())
                .isEqualTo(
                        all.stream().filter(index -> index >= 500).findFirst().orElseThrow());
        assertThat(engine.direct
                        .listBlocks(snapshot, new PageOrder(ACCOUNT, null, 1L << 40, 100))
                        .blocks())
                .isEmpty();
    }

    @Test
    void numbersOutOfBoundsAreRefused() {
        assertThatThrownBy(() -> PageOrder.first(ACCOUNT, 0)).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> PageOrder.first(ACCOUNT, 10_001)).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> new PageOrder(ACCOUNT, null, -1, 100)).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void tokenIsGoodForNothingElse() {
        MemoryDevice device = engine.machine.add("/dev/a", 8 * MIB);
        device.put(1, DirectClient.block(random));
        device.put(2, DirectClient.block(random));
        SnapshotId first = DirectClient.idOf(engine.snapshot("/dev/a"));
        SnapshotId second = DirectClient.idOf(engine.snapshot("/dev/a"));
        String token = client.list(first, 100).getFirst().token();
        assertThat(client.get(first, 1, token)).isEqualTo(device.get(1));
        refused(Reason.INVALID_BLOCK_TOKEN, () -> client.get(first, 2, token));
        refused(Reason.INVALID_BLOCK_TOKEN, () -> client.get(second, 1, token));
        refused(Reason.INVALID_BLOCK_TOKEN, () -> get(new BlockOrder(OTHER, first, 1, token)));
        for (int i = 0; i < token.length(); i++) {
            String forged = flipped(token, i);
            refused(Reason.INVALID_BLOCK_TOKEN, () -> client.get(first, 1, forged));
        }
        refused(Reason.INVALID_BLOCK_TOKEN, () -> client.get(first, 1, ""));
        refused(Reason.INVALID_BLOCK_TOKEN, () -> client.get(first, 1, "!"));
    }

    @Test
    void tokensAreOfTheirForm() {
        MemoryDevice device = engine.machine.add("/dev/a", 200 * MIB);
        for (int block = 0; block < 150; block++) {
            device.put(block, DirectClient.block(random));
        }
        SnapshotId snapshot = DirectClient.idOf(engine.snapshot("/dev/a"));
        BlockPage<ListedBlock> page = engine.direct.listBlocks(snapshot, PageOrder.first(ACCOUNT, 100));
        assertThat(page.nextToken()).matches("[A-Za-z0-9+/=]{1,256}");
        assertThat(page.blocks()).allMatch(block -> block.token().matches("[A-Za-z0-9+/=]{1,256}"));
    }

    @Test
    void tokensOutliveTheDaemonAndExpire() {
        engine.machine.add("/dev/a", 8 * MIB).put(1, DirectClient.block(random));
        SnapshotId snapshot = DirectClient.idOf(engine.snapshot("/dev/a"));
        BlockPage<ListedBlock> page = engine.direct.listBlocks(snapshot, PageOrder.first(ACCOUNT, 100));
        String token = page.blocks().getFirst().token();
        engine.restart();
        assertThat(client.get(snapshot, 1, token)).isNotNull();
        engine.clock.advance(
                Duration.between(engine.clock.instant(), page.expiryTime()).minusHours(1));
        assertThat(client.get(snapshot, 1, token)).isNotNull();
        engine.clock.advance(Duration.ofHours(1));
        refused(Reason.INVALID_BLOCK_TOKEN, () -> client.get(snapshot, 1, token));
    }

    @Test
    void tokenOfPageIsOfOneListAndOneAccountAndAnHour() {
        MemoryDevice device = engine.machine.add("/dev/a", 200 * MIB);
        for (int block = 0; block < 150; block++) {
            device.put(block, DirectClient.block(random));
        }
        SnapshotId snapshot = DirectClient.idOf(engine.snapshot("/dev/a"));
        SnapshotId other = DirectClient.idOf(engine.snapshot("/dev/a"));
        PageOrder first = PageOrder.first(ACCOUNT, 100);
        PageOrder next = first.after(
                Objects.requireNonNull(engine.direct.listBlocks(snapshot, first).nextToken()));
        assertThat(engine.direct.listBlocks(snapshot, next).blocks()).hasSize(50);
        refused(Reason.INVALID_PAGE_TOKEN, () -> engine.direct.listBlocks(other, next));
        refused(Reason.INVALID_PAGE_TOKEN, () -> engine.direct.listBlocks(snapshot, next.by(OTHER)));
        refused(
                Reason.INVALID_PAGE_TOKEN,
                () -> engine.direct.listChangedBlocks(new ChangeOrder(other, snapshot), next));
        refused(Reason.INVALID_PAGE_TOKEN, () -> engine.direct.listBlocks(snapshot, first.after("AAAA")));
        String block = client.list(snapshot, 100).getFirst().token();
        refused(Reason.INVALID_PAGE_TOKEN, () -> engine.direct.listBlocks(snapshot, first.after(block)));
        engine.clock.advance(Duration.ofHours(1));
        refused(Reason.INVALID_PAGE_TOKEN, () -> engine.direct.listBlocks(snapshot, next));
    }

    @Test
    void onlyCompletedSnapshotsOfTheStandardTierAreRead() {
        MemoryDevice device = engine.machine.add("/dev/a", 8 * MIB);
        CountDownLatch go = new CountDownLatch(1);
        device.beforeRead(() -> await(go));
        SnapshotRecord pending =
                engine.snapshots.create(SnapshotOrder.of("/dev/a")).getFirst();
        SnapshotId snapshot = DirectClient.idOf(pending);
        refused(Reason.INVALID_SNAPSHOT_ID, () -> client.list(snapshot, 100));
        go.countDown();
        engine.await(pending);
        assertThat(client.list(snapshot, 100)).isEmpty();
        SnapshotId unknown = new SnapshotId("snap-00000000000000000");
        refused(Reason.SNAPSHOT_NOT_FOUND, () -> client.list(unknown, 100));
        refused(Reason.SNAPSHOT_NOT_FOUND, () -> client.changes(snapshot, unknown, 100));
        refused(Reason.SNAPSHOT_NOT_FOUND, () -> client.changes(unknown, snapshot, 100));
    }

    @Test
    void withoutItsKeyNothingIsRead() {
        engine.machine.add("/dev/a", 8 * MIB).put(1, DirectClient.block(random));
        SnapshotRecord source = engine.snapshot("/dev/a");
        SnapshotRecord copy = engine.await(engine.snapshots.copy(
                new SnapshotCopyOrder(DirectClient.idOf(source), "", List.of(), false, "alias/other")));
        SnapshotId snapshot = DirectClient.idOf(copy);
        String token = client.list(snapshot, 100).getFirst().token();
        engine.keyring.take(engine.keyring.domainFor(engine.keyring.resolve("alias/other")));
        refused(Reason.DEPENDENCY_ACCESS_DENIED, () -> client.get(snapshot, 1, token));
        refused(Reason.DEPENDENCY_ACCESS_DENIED, () -> client.list(snapshot, 100));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void changedBlocksAreThoseInWhichTheModelsDiffer(long seed) {
        Random chance = new Random(seed);
        MemoryDevice a = engine.machine.add("/dev/a", (1 + chance.nextInt(150)) * MIB);
        MemoryDevice b = engine.machine.add("/dev/b", (1 + chance.nextInt(150)) * MIB);
        a.scribble(chance, 40);
        b.scribble(chance, 40);
        MemoryDevice a1 = a.copy();
        SnapshotRecord snapA1 = engine.snapshot("/dev/a");
        a.scribble(chance, 10);
        SnapshotRecord snapA2 = engine.snapshot("/dev/a");
        SnapshotRecord snapB = engine.snapshot("/dev/b");
        requireChanges(snapA1, a1, snapA2, a);
        requireChanges(snapA2, a, snapA1, a1);
        requireChanges(snapA2, a, snapB, b);
        requireChanges(snapB, b, snapA1, a1);
        assertThat(client.changes(null, DirectClient.idOf(snapB), 100)).hasSize((int) filled(b));
    }

    @Test
    void changesBetweenKeysNameEveryBlockThatHasContent() {
        MemoryDevice device = engine.machine.add("/dev/a", 200 * MIB);
        device.scribble(random, 150);
        SnapshotRecord source = engine.snapshot("/dev/a");
        SnapshotRecord copy = engine.await(engine.snapshots.copy(
                new SnapshotCopyOrder(DirectClient.idOf(source), "", List.of(), false, "alias/other")));
        assertThat(client.changes(DirectClient.idOf(source), DirectClient.idOf(copy), 100))
                .hasSize((int) filled(device));
    }

    /** How many blocks are not zeros. */
    private static long filled(MemoryDevice device) {
        return LongStream.range(0, device.geometry().blockCount())
                .filter(block -> !Arrays.equals(whole(device, block), new byte[BLOCK]))
                .count();
    }

    private void requireChanges(SnapshotRecord first, MemoryDevice before, SnapshotRecord second, MemoryDevice after) {
        List<ChangedBlock> changes = client.changes(DirectClient.idOf(first), DirectClient.idOf(second), 100);
        assertThat(changes).extracting(ChangedBlock::index).isSorted();
        Set<Long> expected = LongStream.range(
                        0,
                        Math.max(
                                before.geometry().blockCount(), after.geometry().blockCount()))
                .filter(block -> !Arrays.equals(whole(before, block), whole(after, block)))
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(changes).extracting(ChangedBlock::index).containsExactlyElementsOf(expected);
        changes.forEach(change -> {
            requireContent(first, before, change.index(), Optional.ofNullable(change.firstToken()));
            requireContent(second, after, change.index(), Optional.ofNullable(change.secondToken()));
        });
    }

    private void requireContent(SnapshotRecord snapshot, MemoryDevice device, long block, Optional<String> token) {
        byte[] expected = whole(device, block);
        byte[] found = token.map(good -> client.get(DirectClient.idOf(snapshot), block, good))
                .orElseGet(() -> new byte[BLOCK]);
        assertThat(Arrays.equals(found, expected)).isTrue();
    }

    private static byte[] whole(MemoryDevice device, long block) {
        return block < device.geometry().blockCount() ? Arrays.copyOf(device.get(block), BLOCK) : new byte[BLOCK];
    }

    private void get(BlockOrder order) {
        Object unused = engine.direct.getBlock(order, ArraySlice.of(new byte[BLOCK]));
    }

    private static String flipped(String token, int at) {
        char other = token.charAt(at) == 'A' ? 'B' : 'A';
        return token.substring(0, at) + other + token.substring(at + 1);
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
}
