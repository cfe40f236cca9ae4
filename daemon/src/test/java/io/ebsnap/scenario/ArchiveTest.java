package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tiering;
import io.ebsnap.catalog.TieringStatus;
import io.ebsnap.check.Sample;
import io.ebsnap.check.VerifyResult;
import io.ebsnap.chunk.MemoryChunkIndex;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.SnapshotCopyOrder;
import io.ebsnap.store.memory.MemoryObjectStore;
import io.ebsnap.tiering.ArchivalPlan;
import io.ebsnap.tiering.ArchiveCollectionResult;
import io.ebsnap.tiering.ArchiveStatus;
import io.ebsnap.tiering.TierRestore;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Snapshots in the archive over the whole engine: what is where, what can be read, and what becomes of it when something else ends. */
class ArchiveTest {

    private static final long MIB = 1 << 20;
    private static final String DEVICE = "/dev/a";

    private final EngineFixture engine = new EngineFixture(1);
    private final MemoryDevice device = engine.machine.add(DEVICE, 20 * MIB + 5);
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
    void anArchivedSnapshotLeavesTheStoreAndIsReadAsBefore() {
        SnapshotRecord snapshot = engine.snapshot(DEVICE);
        long before = engine.storedBytes();
        SnapshotRecord archived = archive(snapshot);
        assertThat(archived.storageTier()).isEqualTo("archive");
        assertThat(moves(archived).lastTieringOperationStatus()).isEqualTo(TieringStatus.ARCHIVAL_COMPLETED);
        assertThat(moves(archived).bytesAfter())
                .isLessThanOrEqualTo(moves(archived).bytesBefore());

        engine.collect();
        assertThat(engine.packs(ChunkKind.DATA)).isEmpty();
        assertThat(engine.packs(ChunkKind.PAGE)).isNotEmpty();
        assertThat(engine.storedBytes()).isLessThan(before / 10);
        assertThat(engine.archivedBytes()).isPositive();
        assertReadable(archived, device);
        assertThat(engine.snapshots
                        .diff(id(snapshot), id(snapshot), new BlockIndex(0), 10)
                        .changes())
                .isEmpty();
    }

    @Test
    void whatStandardSnapshotsNeedStaysUntilTheyAreGone() {
        SnapshotRecord first = engine.snapshot(DEVICE);
        MemoryDevice instant = device.copy();
        device.put(3, block(7));
        SnapshotRecord second = engine.snapshot(DEVICE);
        SnapshotRecord archived = archive(first);
        engine.collect();
        engine.archiveDisk.unmount();
        assertReadable(second, device);
        engine.archiveDisk.mount();
        assertReadable(archived, instant);
        assertThat(engine.packs(ChunkKind.DATA)).isNotEmpty();

        delete(second);
        ArchiveCollectionResult settled = (ArchiveCollectionResult) engine.result(engine.tiering.collect());
        assertThat(settled.chunksMoved()).isPositive();
        engine.collect();
        assertThat(engine.packs(ChunkKind.DATA)).isEmpty();
        assertReadable(archived, instant);
    }

    @Test
    void aNewSnapshotOfArchivedContentStoresItAgain() {
        archive(engine.snapshot(DEVICE));
        engine.collect();
        SnapshotRecord next = engine.snapshot(DEVICE);
        assertThat(Objects.requireNonNull(next.content()).blocksStored()).isPositive();
        engine.collect();
        engine.archiveDisk.unmount();
        assertReadable(next, device);
    }

    @Test
    void aCopyOfAnArchivedSnapshotIsAStandardOneOfItsOwn() {
        SnapshotRecord archived = archive(engine.snapshot(DEVICE));
        engine.collect();
        assertThat(engine.snapshots.planCopy(copyOrder(archived)).sameKey()).isFalse();
        SnapshotRecord copy = engine.await(engine.snapshots.copy(copyOrder(archived)));
        assertThat(copy.state()).isEqualTo(SnapshotState.COMPLETED);
        engine.collect();
        engine.archiveDisk.unmount();
        assertReadable(copy, device);
    }

    @Test
    void aTemporaryRestoreEndsByItselfAndMovesNothingThen() {
        SnapshotRecord archived = archive(engine.snapshot(DEVICE));
        engine.collect();
        SnapshotRecord back = restore(archived, TierRestore.days(3));
        assertThat(moves(back).restoreExpiryTime()).isNotNull();
        assertThat(back.storageTier()).isEqualTo("archive");
        engine.collect();
        engine.archiveDisk.unmount();
        assertReadable(back, device);
        engine.archiveDisk.mount();

        long archivedBytes = engine.archivedBytes();
        engine.result(engine.tiering.collect());
        engine.clock.advance(Duration.ofDays(2));
        engine.tiering.round();
        assertThat(moves(find(back)).restoreExpiryTime()).isNotNull();
        engine.clock.advance(Duration.ofDays(2));
        engine.tiering.round();
        assertThat(moves(find(back)).restoreExpiryTime()).isNull();
        engine.collect();
        assertThat(engine.packs(ChunkKind.DATA)).isEmpty();
        assertThat(engine.archivedBytes()).isEqualTo(archivedBytes);
        assertReadable(find(back), device);
    }

    @Test
    void theTimeOfATemporaryRestoreCanBeChangedAtOnce() {
        SnapshotRecord archived = archive(engine.snapshot(DEVICE));
        SnapshotRecord back = restore(archived, TierRestore.days(3));
        SnapshotRecord longer = engine.tiering.restore(id(back), TierRestore.days(30));
        assertThat(moves(longer).lastTieringOperationStatus()).isEqualTo(TieringStatus.TEMPORARY_RESTORE_COMPLETED);
        assertThat(moves(longer).restoreExpiryTime()).isAfter(moves(back).restoreExpiryTime());
    }

    @Test
    void aPermanentRestoreEmptiesTheArchive() {
        SnapshotRecord archived = archive(engine.snapshot(DEVICE));
        engine.collect();
        assertThatThrownBy(() -> engine.tiering.restore(id(archived), TierRestore.permanent()))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("should stay in the archive until");
        engine.clock.advance(Duration.ofDays(91));
        SnapshotRecord back = restore(archived, TierRestore.permanent());
        assertThat(back.storageTier()).isEqualTo("standard");
        engine.result(engine.tiering.collect());
        assertThat(engine.archivedBytes()).isZero();
        engine.collect();
        assertReadable(back, device);
        assertThatThrownBy(() -> engine.tiering.restore(id(back), TierRestore.days(1)))
                .hasMessageContaining("not archived");
    }

    @Test
    void deletingAnArchivedSnapshotEmptiesTheArchive() {
        SnapshotRecord archived = archive(engine.snapshot(DEVICE));
        assertThatThrownBy(() -> engine.tiering.requireOldEnough(id(archived))).isInstanceOf(Failure.Conflict.class);
        delete(archived);
        engine.collect();
        engine.result(engine.tiering.collect());
        assertThat(engine.archivedBytes()).isZero();
        assertThat(engine.storedBytes()).isZero();
    }

    @Test
    void anArchiveThatIsAwayLosesNothingAndLooksEmptyToNobody() {
        SnapshotRecord first = engine.snapshot(DEVICE);
        SnapshotRecord archived = archive(first);
        engine.archiveDisk.unmount();
        long before = engine.storedBytes();
        engine.collect();
        assertThat(engine.storedBytes()).isEqualTo(before);
        assertReadable(archived, device);

        engine.archiveDisk.mount();
        engine.collect();
        engine.archiveDisk.unmount();
        assertThatThrownBy(() -> engine.restored(archived)).hasMessageContaining("archive is not in /archive");
        assertThatThrownBy(() -> engine.tiering.collect()).isInstanceOf(Failure.Unavailable.class);
        assertThatThrownBy(() -> engine.care.verifyArchive(Sample.WHOLE)).isInstanceOf(Failure.Unavailable.class);
        assertThat(engine.tiering.status().state()).isEqualTo(ArchiveStatus.State.UNAVAILABLE);
        assertThat(engine.verify().damaged()).isFalse();

        engine.archiveDisk.mount();
        assertReadable(archived, device);
        assertThat(engine.verify().findings()).isEmpty();
    }

    @Test
    void anotherDiskInItsPlaceIsNotTaken() {
        SnapshotRecord archived = archive(engine.snapshot(DEVICE));
        engine.collect();
        engine.archiveDisk.replaceBy(new MemoryObjectStore());
        assertThatThrownBy(() -> engine.restored(archived)).hasMessageContaining("archive is not in /archive");
        assertThatThrownBy(() -> engine.tiering.archive(id(engine.snapshot(DEVICE))))
                .isInstanceOf(Failure.Unavailable.class);
        assertThat(engine.archivedBytes()).isZero();
    }

    @Test
    void theIndexOfTheArchiveIsOnlyACache() {
        SnapshotRecord archived = archive(engine.snapshot(DEVICE));
        engine.collect();
        engine.archiveIndex = new MemoryChunkIndex();
        engine.archiveDisk.unmount();
        engine.restart();
        assertThatThrownBy(() -> engine.restored(archived)).hasMessageContaining("archive is not in /archive");
        engine.archiveDisk.mount();
        assertReadable(archived, device);
    }

    @Test
    void theArchiveIsVerifiedByItself() {
        SnapshotRecord archived = archive(engine.snapshot(DEVICE));
        engine.collect();
        assertThat(verifyArchive().findings()).isEmpty();
        assertThat(verifyArchive().chunksChecked()).isPositive();
        damageArchive();
        VerifyResult found = verifyArchive();
        assertThat(found.damaged()).isTrue();
        assertThat(found.findings().getFirst().affected())
                .anySatisfy(affected -> assertThat(affected.snapshotId()).isEqualTo(archived.snapshotId()));
        assertThatThrownBy(() -> engine.restored(archived)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aDamagedChunkOfTheStoreIsReadFromTheArchive() {
        SnapshotRecord archived = archive(engine.snapshot(DEVICE));
        engine.packs(ChunkKind.DATA).forEach(pack -> engine.damage(pack, 300));
        assertReadable(archived, device);
    }

    @Test
    void whatIsOnItsWayGoesOnAfterARestartAndIsNotDoubled() {
        SnapshotRecord snapshot = engine.snapshot(DEVICE);
        CountDownLatch reached = new CountDownLatch(1);
        engine.crashPoints.set(name -> {
            if (name.equals("tiering.after-flush") && reached.getCount() > 0) {
                reached.countDown();
                throw new AssertionError("death");
            }
        });
        engine.tiering.archive(id(snapshot));
        assertThat(await(reached)).isTrue();
        engine.close();
        long cutOff = engine.archivedBytes();
        engine.restart();
        assertThat(moves(find(snapshot)).lastTieringOperationStatus()).isEqualTo(TieringStatus.ARCHIVAL_IN_PROGRESS);
        engine.tiering.round();
        SnapshotRecord archived = awaitRest(snapshot);
        assertThat(archived.inArchive()).isTrue();
        assertThat(engine.archivedBytes()).isEqualTo(cutOff);
        assertThat(moves(archived).bytesBefore())
                .isGreaterThanOrEqualTo(moves(archived).bytesAfter());
        assertThat(moves(archived).bytesAfter()).isPositive();
        engine.collect();
        assertReadable(archived, device);
    }

    @Test
    void aMoveCanBeCancelled() {
        SnapshotRecord snapshot = engine.snapshot(DEVICE);
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        engine.crashPoints.set(name -> {
            if (name.equals("pack.before-commit")) {
                reached.countDown();
                assertThat(await(cancelled)).isTrue();
            }
        });
        engine.tiering.archive(id(snapshot));
        assertThat(await(reached)).isTrue();
        SnapshotRecord stays = engine.tiering.cancel(id(snapshot));
        cancelled.countDown();
        assertThat(stays.inArchive()).isFalse();
        assertThat(moves(stays).lastTieringOperationStatus()).isEqualTo(TieringStatus.ARCHIVAL_FAILED);
        assertThat(moves(stays).lastTieringOperationStatusDetail()).isEqualTo("cancelled on request");
        engine.tasks.list().forEach(engine::awaitTask);
        assertThat(find(snapshot).inArchive()).isFalse();
        engine.collect();
        engine.archiveDisk.unmount();
        assertReadable(stays, device);
        engine.archiveDisk.mount();
        engine.result(engine.tiering.collect());
        assertThat(engine.archivedBytes()).isZero();
    }

    @Test
    void aPlanTellsWhatIsMovedAndWhatStays() {
        SnapshotRecord first = engine.snapshot(DEVICE);
        ArchivalPlan alone = engine.tiering.plan(id(first));
        assertThat(alone.sharedBytes()).isZero();
        assertThat(alone.storedBytes()).isPositive();
        assertThat(alone.archivedBytes()).isBetween(1L, alone.storedBytes());
        device.put(3, block(7));
        SnapshotRecord second = engine.snapshot(DEVICE);
        ArchivalPlan shared = engine.tiering.plan(id(first));
        assertThat(shared.chunks()).isLessThan(alone.chunks());
        assertThat(shared.sharedBytes()).isPositive();
        archive(second);
        assertThat(engine.tiering.plan(id(first)).sharedBytes()).isZero();
    }

    @Test
    void onlyWholeSnapshotsAtRestAreMoved() {
        SnapshotRecord archived = archive(engine.snapshot(DEVICE));
        assertThatThrownBy(() -> engine.tiering.archive(id(archived))).hasMessageContaining("archived already");
        assertThatThrownBy(() -> engine.tiering.cancel(id(archived))).hasMessageContaining("not being moved");
        assertThatThrownBy(() -> engine.tiering.archive(new SnapshotId("snap-0123456789abcdef0")))
                .isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> TierRestore.days(181)).isInstanceOf(Failure.Invalid.class);
    }

    private SnapshotRecord archive(SnapshotRecord snapshot) {
        engine.tiering.archive(id(snapshot));
        SnapshotRecord ended = awaitRest(snapshot);
        assertThat(moves(ended).lastTieringOperationStatusDetail()).isEmpty();
        return ended;
    }

    private SnapshotRecord restore(SnapshotRecord snapshot, TierRestore order) {
        engine.tiering.restore(id(snapshot), order);
        SnapshotRecord ended = awaitRest(snapshot);
        assertThat(moves(ended).lastTieringOperationStatusDetail()).isEmpty();
        return ended;
    }

    private SnapshotRecord awaitRest(SnapshotRecord snapshot) {
        engine.tasks.list().forEach(engine::awaitTask);
        return find(snapshot);
    }

    private void assertReadable(SnapshotRecord snapshot, MemoryDevice content) {
        assertThat(engine.restored(snapshot).sameContent(content)).isTrue();
        VerifyResult verified = (VerifyResult) engine.result(engine.care.verifySnapshot(id(snapshot)));
        assertThat(verified.damaged()).isFalse();
    }

    private VerifyResult verifyArchive() {
        return (VerifyResult) engine.result(engine.care.verifyArchive(Sample.WHOLE));
    }

    private void damageArchive() {
        engine.damageArchive(300);
    }

    private void delete(SnapshotRecord snapshot) {
        engine.snapshots.delete(List.of(id(snapshot)));
    }

    private SnapshotRecord find(SnapshotRecord snapshot) {
        return engine.snapshots.find(id(snapshot)).orElseThrow();
    }

    private static SnapshotId id(SnapshotRecord snapshot) {
        return new SnapshotId(snapshot.snapshotId());
    }

    private static Tiering moves(SnapshotRecord snapshot) {
        return Objects.requireNonNull(snapshot.tiering());
    }

    private static SnapshotCopyOrder copyOrder(SnapshotRecord source) {
        return new SnapshotCopyOrder(id(source), "", List.of(), false, null);
    }

    private static byte[] block(int fill) {
        byte[] block = new byte[VolumeGeometry.BLOCK_BYTES];
        Arrays.fill(block, (byte) fill);
        return block;
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
