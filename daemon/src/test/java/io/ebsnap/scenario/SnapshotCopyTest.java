package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tag;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.CopyPlan;
import io.ebsnap.snapshot.SnapshotCopyOrder;
import io.ebsnap.snapshot.SnapshotOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies of snapshots over the whole engine: what they share, what they seal anew, and what becomes of them when something else ends. */
class SnapshotCopyTest {

    private static final long MIB = 1 << 20;
    private static final String OTHER = "alias/other";

    private final EngineFixture engine = new EngineFixture(1);
    private final MemoryDevice device = engine.machine.add("/dev/a", 20 * MIB + 5);
    private final Random random = new Random(1);

    @BeforeEach
    void write() {
        device.scribble(random, 30);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void copyUnderItsOwnKeyIsThereAtOnceAndStoresNothing() {
        SnapshotRecord source = engine.snapshot("/dev/a");
        long before = engine.storedBytes();
        SnapshotRecord copy = engine.snapshots.copy(order(source, null));
        assertThat(copy.state()).isEqualTo(SnapshotState.COMPLETED);
        assertThat(copy.startTime()).isEqualTo(source.startTime());
        assertThat(copy.volumeId()).isEqualTo("vol-fffffffffffffffff");
        assertThat(copy.origin().copyOf()).contains(source.snapshotId());
        assertThat(engine.storedBytes()).isEqualTo(before);

        delete(source);
        engine.collect();
        assertThat(engine.restored(copy).sameContent(device)).isTrue();
        assertThat(engine.verify().damaged()).isFalse();
    }

    @Test
    void copyUnderAnotherKeyIsReadableWithoutTheFirst() {
        SnapshotOrder under = new SnapshotOrder(List.of("/dev/a"), "", List.of(), Optional.empty(), null, null, OTHER);
        SnapshotRecord source = engine.await(engine.snapshots.create(under).getFirst());
        SnapshotRecord copy = engine.await(engine.snapshots.copy(order(source, "alias/aws/ebs")));
        assertThat(copy.state()).isEqualTo(SnapshotState.COMPLETED);
        assertThat(copy.kmsKeyId()).isNotEqualTo(source.kmsKeyId());
        assertThat(contentBytes(copy)).isEqualTo(contentBytes(source));

        engine.keyring.take(DomainId.parse(source.origin().domainId()));
        assertThat(engine.restored(copy).sameContent(device)).isTrue();
        assertThatThrownBy(() -> engine.snapshots.copy(order(source, null))).isInstanceOf(Failure.Denied.class);
    }

    @Test
    void copyHasNotMoreTagsThanAreAllowed() {
        SnapshotOrder tagged =
                new SnapshotOrder(List.of("/dev/a"), "", tags("old", 30), Optional.empty(), null, null, null);
        SnapshotRecord source = engine.await(engine.snapshots.create(tagged).getFirst());
        SnapshotRecord copy = engine.snapshots.copy(copyWithTags(source, tags("new", 20)));
        assertThat(copy.tags()).hasSize(50).containsAll(source.tags());
        assertThatThrownBy(() -> engine.snapshots.copy(copyWithTags(source, tags("new", 21))))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("51 tags are more than 50");
    }

    private static SnapshotCopyOrder copyWithTags(SnapshotRecord source, List<Tag> tags) {
        return new SnapshotCopyOrder(new SnapshotId(source.snapshotId()), "", tags, true, null);
    }

    private static List<Tag> tags(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new Tag(prefix + number, ""))
                .toList();
    }

    @Test
    void nextCopySealsOnlyWhatDiffers() {
        SnapshotRecord first = engine.snapshot("/dev/a");
        SnapshotRecord firstCopy = engine.await(engine.snapshots.copy(order(first, OTHER)));
        device.put(3, block(7));
        device.punch(5);
        SnapshotRecord second = engine.snapshot("/dev/a");

        CopyPlan plan = engine.snapshots.planCopy(order(second, OTHER));
        assertThat(plan)
                .isEqualTo(new CopyPlan(
                        second.snapshotId(),
                        firstCopy.kmsKeyId(),
                        false,
                        firstCopy.snapshotId(),
                        1,
                        VolumeGeometry.BLOCK_BYTES));
        SnapshotRecord secondCopy = engine.await(engine.snapshots.copy(order(second, OTHER)));
        assertThat(secondCopy.origin().parentSnapshotId()).isEqualTo(firstCopy.snapshotId());
        assertThat(secondCopy.origin().changeDetection()).startsWith("exact by copy");
        assertThat(Objects.requireNonNull(secondCopy.content()).blocksStored()).isEqualTo(1);
        // The one that differs, and a sample of the others.
        assertThat(secondCopy.content().blocksRead()).isLessThan(12);
        assertThat(engine.restored(secondCopy).sameContent(device)).isTrue();
    }

    @Test
    void firstCopyIsPlannedWithAllContent() {
        SnapshotRecord source = engine.snapshot("/dev/a");
        CopyPlan plan = engine.snapshots.planCopy(order(source, OTHER));
        assertThat(plan.base()).isNull();
        assertThat(plan.bytes()).isEqualTo(contentBytes(source));
        assertThat(engine.snapshots.planCopy(order(source, null)).sameKey()).isTrue();
        assertThat(engine.snapshots.list()).hasSize(1);
    }

    @Test
    void copyWhoseBaseHasLostItsOriginComparesEverything() {
        SnapshotRecord first = engine.snapshot("/dev/a");
        engine.await(engine.snapshots.copy(order(first, OTHER)));
        device.put(3, block(7));
        SnapshotRecord second = engine.snapshot("/dev/a");
        delete(first);
        SnapshotRecord copy = engine.await(engine.snapshots.copy(order(second, OTHER)));
        assertThat(copy.origin().parentSnapshotId()).isNull();
        assertThat(Objects.requireNonNull(copy.content()).blocksStored()).isEqualTo(1);
        assertThat(engine.restored(copy).sameContent(device)).isTrue();
    }

    @Test
    void sourceMayBeDeletedAndCollectedWhileItIsCopied() {
        SnapshotRecord source = engine.snapshot("/dev/a");
        CountDownLatch go = holdCopies();
        SnapshotRecord pending = engine.snapshots.copy(order(source, OTHER));
        delete(source);
        engine.collect();
        go.countDown();
        SnapshotRecord copy = engine.await(pending);
        assertThat(copy.state()).isEqualTo(SnapshotState.COMPLETED);
        assertThat(engine.restored(copy).sameContent(device)).isTrue();
    }

    @Test
    void anotherDaemonGoesOnWithACopy() {
        SnapshotRecord source = engine.snapshot("/dev/a");
        SnapshotRecord pending = pausedCopy(source);
        engine.restart();
        SnapshotRecord copy = engine.await(pending);
        assertThat(copy.state()).isEqualTo(SnapshotState.COMPLETED);
        assertThat(engine.restored(copy).sameContent(device)).isTrue();
        assertThat(engine.machine.artifacts()).isEmpty();
    }

    @Test
    void anotherDaemonEndsACopyWhoseSourceIsGone() {
        SnapshotRecord source = engine.snapshot("/dev/a");
        SnapshotRecord pending = pausedCopy(source);
        engine.begin();
        delete(source);
        engine.restart();
        SnapshotRecord copy = engine.await(pending);
        assertThat(copy.state()).isEqualTo(SnapshotState.ERROR);
        assertThat(copy.stateMessage()).isEqualTo(source.snapshotId() + " was deleted before it was copied");
    }

    @Test
    void damagedSourceEndsInAnErrorThatNamesTheBlock() {
        SnapshotRecord source = engine.snapshot("/dev/a");
        engine.packs(ChunkKind.DATA).forEach(pack -> engine.damage(pack, 500));
        SnapshotRecord copy = engine.await(engine.snapshots.copy(order(source, OTHER)));
        assertThat(copy.state()).isEqualTo(SnapshotState.ERROR);
        assertThat(copy.stateMessage()).contains("block ").contains("damaged");
    }

    @Test
    void nextSnapshotOfTheVolumeIsComparedWithTheOneBeforeNotWithACopy() {
        SnapshotRecord source = engine.snapshot("/dev/a");
        engine.snapshots.copy(order(source, null));
        assertThat(engine.snapshot("/dev/a").origin().parentSnapshotId()).isEqualTo(source.snapshotId());
    }

    @Test
    void copyOfACopyIsACopy() {
        SnapshotRecord source = engine.snapshot("/dev/a");
        SnapshotRecord copy = engine.await(engine.snapshots.copy(order(source, OTHER)));
        SnapshotRecord back = engine.await(engine.snapshots.copy(order(copy, "alias/aws/ebs")));
        assertThat(Objects.requireNonNull(back.content()).blocksStored()).isZero();
        assertThat(back.content().rootPageId())
                .isEqualTo(Objects.requireNonNull(source.content()).rootPageId());
    }

    @Test
    void tagsOfTheSourceComeAlongWhenWantedAndGivenOnesWin() {
        SnapshotOrder tagged = new SnapshotOrder(
                List.of("/dev/a"),
                "",
                List.of(new Tag("a", "1"), new Tag("b", "2")),
                Optional.empty(),
                null,
                null,
                null);
        SnapshotRecord source = engine.await(engine.snapshots.create(tagged).getFirst());
        SnapshotId id = new SnapshotId(source.snapshotId());
        List<Tag> given = List.of(new Tag("b", "3"));
        assertThat(engine.snapshots
                        .copy(new SnapshotCopyOrder(id, "words", given, true, null))
                        .tags())
                .containsExactlyInAnyOrder(new Tag("b", "3"), new Tag("a", "1"));
        assertThat(engine.snapshots
                        .copy(new SnapshotCopyOrder(id, "words", given, false, null))
                        .tags())
                .isEqualTo(given);
    }

    @Test
    void whatIsNotCompletedCannotBeCopied() {
        CountDownLatch go = holdCopies();
        SnapshotRecord pending =
                engine.snapshots.create(SnapshotOrder.of("/dev/a")).getFirst();
        assertThatThrownBy(() -> engine.snapshots.copy(order(pending, null))).isInstanceOf(Failure.Conflict.class);
        go.countDown();
        SnapshotRecord source = engine.await(pending);
        assertThatThrownBy(() -> engine.snapshots.copy(order(source, "alias/none")))
                .isInstanceOf(Failure.NotFound.class);
        delete(source);
        assertThatThrownBy(() -> engine.snapshots.copy(order(source, null))).isInstanceOf(Failure.NotFound.class);
    }

    /** A copy that the daemon stopped in the middle of. */
    private SnapshotRecord pausedCopy(SnapshotRecord source) {
        CountDownLatch go = holdCopies();
        SnapshotRecord pending = engine.snapshots.copy(order(source, OTHER));
        Thread stopping = Thread.ofPlatform().start(engine.snapshots::close);
        while (stopping.getState() == Thread.State.NEW || stopping.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
        go.countDown();
        try {
            stopping.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(engine.snapshots
                        .find(new SnapshotId(pending.snapshotId()))
                        .orElseThrow()
                        .state())
                .isEqualTo(SnapshotState.PENDING);
        return pending;
    }

    private CountDownLatch holdCopies() {
        CountDownLatch go = new CountDownLatch(1);
        engine.crashPoints.set(point -> {
            if (point.equals("snapshot.before-copy")) {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        });
        return go;
    }

    private static SnapshotCopyOrder order(SnapshotRecord source, @Nullable String key) {
        return new SnapshotCopyOrder(new SnapshotId(source.snapshotId()), "", List.of(), false, key);
    }

    private void delete(SnapshotRecord snapshot) {
        engine.snapshots.delete(List.of(new SnapshotId(snapshot.snapshotId())));
    }

    private static long contentBytes(SnapshotRecord snapshot) {
        return Objects.requireNonNull(snapshot.content()).fullSnapshotSizeInBytes();
    }

    private static byte[] block(int value) {
        byte[] block = new byte[VolumeGeometry.BLOCK_BYTES];
        Arrays.fill(block, (byte) value);
        return block;
    }
}
