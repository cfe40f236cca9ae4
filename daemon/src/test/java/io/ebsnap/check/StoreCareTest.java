package io.ebsnap.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.chunk.PackNames;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.PackId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.restore.RestoreOrder;
import io.ebsnap.restore.RestoreResult;
import io.ebsnap.scenario.EngineFixture;
import io.ebsnap.scenario.MemoryDevice;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.store.ObjectName;
import io.ebsnap.task.TaskState;
import io.ebsnap.task.TaskView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreCareTest {

    private static final long MIB = 1 << 20;

    private final EngineFixture engine = new EngineFixture(7);

    @AfterEach
    void stop() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverIsDeletedAndCollectedTheOthersRestoreToTheByte(long seed) {
        Random random = new Random(seed);
        List<SnapshotRecord> kept = new ArrayList<>();
        List<MemoryDevice> instants = new ArrayList<>();
        MemoryDevice device = engine.machine.add("/dev/a", 20 * MIB + 777);
        for (int round = 0; round < 8; round++) {
            device.scribble(random, 8);
            kept.add(engine.snapshot("/dev/a"));
            instants.add(device.copy());
            if (random.nextInt(3) == 0) {
                int gone = random.nextInt(kept.size());
                engine.snapshots.delete(List.of(id(kept.remove(gone))));
                instants.remove(gone);
                engine.collect();
            }
        }
        for (int i = 0; i < kept.size(); i++) {
            assertThat(engine.restored(kept.get(i)).sameContent(instants.get(i)))
                    .isTrue();
        }
        assertThat(engine.verify().findings()).isEmpty();
        engine.snapshots.delete(kept.stream().map(StoreCareTest::id).toList());
        engine.collect();
        assertThat(engine.storedBytes()).isZero();
    }

    @Test
    void spaceOfAnAbortedSnapshotComesBack() {
        MemoryDevice device = filledDevice("/dev/a", 20);
        engine.snapshot("/dev/a");
        long before = engine.storedBytes();
        MemoryDevice other = filledDevice("/dev/b", 40);
        other.failAt(39 * (long) VolumeGeometry.BLOCK_BYTES);
        assertThat(engine.snapshot("/dev/b").state()).isEqualTo(SnapshotState.ERROR);
        assertThat(device.contentBlocks()).isEqualTo(20);
        engine.collect();
        assertThat(engine.storedBytes()).isEqualTo(before);
    }

    @Test
    void collectionBesideRunningSnapshotsTakesNothingFromThem() {
        Random random = new Random(3);
        MemoryDevice first = engine.machine.add("/dev/a", 16 * MIB);
        MemoryDevice second = engine.machine.add("/dev/b", 16 * MIB);
        List<SnapshotRecord> kept = new ArrayList<>();
        List<MemoryDevice> instants = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            first.scribble(random, 6);
            second.put(round, first.get(round));
            second.scribble(random, 3);
            List<SnapshotRecord> pending = engine.snapshots.create(
                    new SnapshotOrder(List.of("/dev/a", "/dev/b"), "", List.of(), Optional.empty(), null, null, null));
            instants.add(first.copy());
            instants.add(second.copy());
            TaskView collection = engine.care.collectGarbage();
            if (!kept.isEmpty()) {
                engine.snapshots.delete(List.of(id(kept.removeFirst())));
                instants.removeFirst();
            }
            assertThat(engine.awaitTask(collection).state()).isEqualTo(TaskState.COMPLETED);
            pending.forEach(one -> kept.add(engine.await(one)));
        }
        engine.collect();
        for (int i = 0; i < kept.size(); i++) {
            assertThat(engine.restored(kept.get(i)).sameContent(instants.get(i)))
                    .isTrue();
        }
    }

    @Test
    void snapshotThatIsBeingRestoredSurvivesItsDeletionAndACollection() {
        MemoryDevice device = filledDevice("/dev/a", 30);
        SnapshotRecord snapshot = engine.snapshot("/dev/a");
        CountDownLatch go = new CountDownLatch(1);
        MemoryDevice target = engine.machine.add("/dev/t", snapshot.origin().sizeBytes());
        target.put(0, filled(200));
        target.beforeRead(() -> await(go));
        TaskView restore = engine.restores.start(new RestoreOrder(id(snapshot), "/dev/t", true, false));
        engine.snapshots.delete(List.of(id(snapshot)));
        engine.collect();
        go.countDown();
        assertThat(engine.awaitTask(restore).state()).isEqualTo(TaskState.COMPLETED);
        assertThat(target.sameContent(device)).isTrue();
        engine.collect();
        assertThat(engine.storedBytes()).isZero();
    }

    @Test
    void damageIsFoundNamedQuarantinedAndHealedByTheNextSnapshot() {
        MemoryDevice device = filledDevice("/dev/a", 12);
        SnapshotRecord snapshot = engine.snapshot("/dev/a");
        engine.damage(engine.packs(ChunkKind.DATA).getFirst(), 200);

        VerifyResult found = engine.verify();
        assertThat(found.damaged()).isTrue();
        assertThat(found.findings()).hasSize(1);
        Finding finding = found.findings().getFirst();
        assertThat(finding.kind()).isEqualTo(FindingKind.CHUNK_DAMAGED);
        assertThat(finding.affected()).singleElement().satisfies(affected -> {
            assertThat(affected.snapshotId()).isEqualTo(snapshot.snapshotId());
            assertThat(affected.blockCount()).isEqualTo(1);
        });
        assertThat(engine.care.statistics().quarantinedChunks()).isEqualTo(1);

        SnapshotRecord healing = engine.snapshot("/dev/a");
        assertThat(content(healing).blocksStored()).isEqualTo(1);
        assertThat(engine.restored(snapshot).sameContent(device)).isTrue();
        assertThat(engine.verify().findings())
                .extracting(Finding::kind)
                .contains(FindingKind.HEALED)
                .doesNotContain(FindingKind.CHUNK_MISSING);
        assertThat(engine.care.statistics().quarantinedChunks()).isZero();
    }

    @Test
    void damagedPageIsFoundAndHealedByTheNextSnapshot() {
        MemoryDevice device = filledDevice("/dev/a", 12);
        SnapshotRecord snapshot = engine.snapshot("/dev/a");
        engine.damage(engine.packs(ChunkKind.PAGE).getFirst(), 200);
        engine.restart();
        VerifyResult found = engine.verify();
        assertThat(found.findings()).extracting(Finding::kind).contains(FindingKind.PAGE_DAMAGED);
        assertThatThrownBy(engine::collect).hasMessageContaining(snapshot.snapshotId());

        engine.snapshot("/dev/a");
        engine.restart();
        assertThat(engine.restored(snapshot).sameContent(device)).isTrue();
        engine.collect();
    }

    @Test
    void missingPackIsFoundAndItsChunksAreStoredAgain() {
        MemoryDevice device = filledDevice("/dev/a", 12);
        SnapshotRecord snapshot = engine.snapshot("/dev/a");
        engine.packs(ChunkKind.DATA).forEach(pack -> engine.objects.delete(PackNames.of(pack)));
        assertThat(engine.verify().findings()).extracting(Finding::kind).contains(FindingKind.PACK_MISSING);
        engine.restart();
        VerifyResult found = engine.verify();
        assertThat(found.findings()).extracting(Finding::kind).containsOnly(FindingKind.CHUNK_MISSING);
        assertThat(found.findings()).hasSize(12);

        engine.snapshot("/dev/a");
        assertThat(engine.restored(snapshot).sameContent(device)).isTrue();
        assertThat(engine.verify().damaged()).isFalse();
    }

    @Test
    void damagedBlockFailsARestoreUnlessItMayBeSkipped() {
        MemoryDevice device = filledDevice("/dev/a", 12);
        SnapshotRecord snapshot = engine.snapshot("/dev/a");
        PackId pack = engine.packs(ChunkKind.DATA).getFirst();
        engine.damage(pack, 200);
        MemoryDevice target = engine.machine.add("/dev/t", snapshot.origin().sizeBytes());
        TaskView failed =
                engine.awaitTask(engine.restores.start(new RestoreOrder(id(snapshot), "/dev/t", true, false)));
        assertThat(failed.state()).isEqualTo(TaskState.FAILED);
        assertThat(failed.message())
                .contains(snapshot.snapshotId())
                .contains("block ")
                .contains(pack.hex());

        RestoreResult result = engine.restore(snapshot, target, true);
        assertThat(result.whole()).isFalse();
        assertThat(result.damagedBlocks()).isEqualTo(1);
        long damaged = result.damage().getFirst().firstBlock();
        assertThat(target.get(damaged)).containsOnly(0);
        device.punch(damaged);
        assertThat(target.sameContent(device)).isTrue();
    }

    @Test
    void damagedPageLosesItsBlocksAndNoOthers() {
        MemoryDevice device = engine.machine.add("/dev/a", 600 * MIB);
        for (int i = 0; i < 10; i++) {
            device.put(i * 100L, filled(i));
        }
        SnapshotRecord snapshot = engine.snapshot("/dev/a");
        engine.damage(engine.packs(ChunkKind.PAGE).getFirst(), 200);
        engine.restart();
        MemoryDevice target = engine.machine.add("/dev/t", snapshot.origin().sizeBytes());
        RestoreResult result = engine.restore(snapshot, target, true);
        assertThat(result.damagedBlocks()).isBetween(1L, 256L);
        result.damage().forEach(range -> {
            for (long block = range.firstBlock(); block < range.firstBlock() + range.blockCount(); block++) {
                device.punch(block);
            }
        });
        assertThat(target.sameContent(device)).isTrue();
        assertThat(target.contentBlocks()).isPositive();
    }

    @Test
    void restoreWritesOnlyWhatDiffers() {
        MemoryDevice device = filledDevice("/dev/a", 20);
        SnapshotRecord snapshot = engine.snapshot("/dev/a");
        device.put(3, filled(99));
        device.punch(4);
        device.put(25, filled(98));
        RestoreResult result = engine.restore(snapshot, device, false);
        assertThat(result.bytesWritten()).isEqualTo(MIB);
        assertThat(result.bytesMatching()).isEqualTo(9 * MIB);
        assertThat(device.get(25)).containsOnly(0);
        assertThat(engine.restored(snapshot).sameContent(device)).isTrue();
    }

    @Test
    void everyPackIsInExactlyOnePartOfASample() {
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            byte[] bytes = new byte[PackId.BYTES];
            random.nextBytes(bytes);
            PackId pack = PackId.of(bytes);
            assertThat(IntStream.rangeClosed(1, 7)
                            .filter(part -> new Sample(part, 7).covers(pack))
                            .count())
                    .isEqualTo(1);
        }
        assertThatThrownBy(() -> new Sample(8, 7)).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void verifyingOneSnapshotReadsItAndNamesWhatIsDamaged() {
        filledDevice("/dev/a", 6);
        filledDevice("/dev/b", 6).scribble(new Random(2), 10);
        SnapshotRecord sound = engine.snapshot("/dev/b");
        PackId soundPack = engine.packs(ChunkKind.DATA).getFirst();
        engine.machine.device("/dev/a").put(0, filled(150));
        SnapshotRecord damaged = engine.snapshot("/dev/a");
        engine.packs(ChunkKind.DATA).stream()
                .filter(pack -> !pack.equals(soundPack))
                .forEach(pack -> engine.damage(pack, 200));
        assertThat(((VerifyResult) engine.result(engine.care.verifySnapshot(id(sound)))).findings())
                .isEmpty();
        VerifyResult found = (VerifyResult) engine.result(engine.care.verifySnapshot(id(damaged)));
        assertThat(found.findings()).extracting(Finding::kind).containsExactly(FindingKind.CHUNK_DAMAGED);
    }

    @Test
    void indexIsRebuiltBesideASnapshotAndKnowsEverythingAgain() {
        MemoryDevice device = filledDevice("/dev/a", 10);
        SnapshotRecord snapshot = engine.snapshot("/dev/a");
        device.put(11, filled(77));
        CountDownLatch go = new CountDownLatch(1);
        device.beforeRead(() -> await(go));
        SnapshotRecord running =
                engine.snapshots.create(SnapshotOrder.of("/dev/a")).getFirst();
        TaskView rebuild = engine.care.rebuildIndex();
        go.countDown();
        RebuildResult result = (RebuildResult) engine.result(rebuild);
        assertThat(result.chunks()).isGreaterThanOrEqualTo(11);
        assertThat(result.findings()).isEmpty();
        SnapshotRecord second = engine.await(running);
        device.beforeRead(null);
        engine.collect();
        assertThat(engine.restored(second).sameContent(device)).isTrue();
        device.punch(11);
        assertThat(engine.restored(snapshot).sameContent(device)).isTrue();
    }

    @Test
    void oneCollectionOrRebuildRunsAtATimeAndTheOtherIsToldWhich() {
        OneAtATime door = new OneAtATime();
        OneAtATime.Turn turn = door.enter("garbage is being collected");
        assertThatThrownBy(() -> door.enter("the index is being rebuilt"))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("garbage is being collected");
        turn.close();
        turn.close();
        door.enter("the index is being rebuilt").close();
    }

    @Test
    void packsOfALostKeyAreLeftAloneByTheCollection() {
        filledDevice("/dev/a", 10);
        SnapshotRecord snapshot = engine.await(engine.snapshots
                .create(new SnapshotOrder(
                        List.of("/dev/a"), "", List.of(), Optional.empty(), null, null, "alias/other"))
                .getFirst());
        long before = engine.storedBytes();
        engine.keyring.take(engine.keyring.domainFor(engine.keyring.resolve("alias/other")));
        engine.snapshots.delete(List.of(id(snapshot)));
        engine.collect();
        assertThat(engine.storedBytes()).isEqualTo(before);
        assertThat(engine.verify().findings()).extracting(Finding::kind).containsOnly(FindingKind.KEY_MISSING);
    }

    @Test
    void damagedSnapshotRecordIsFoundAndStopsTheCollection() {
        filledDevice("/dev/a", 10);
        SnapshotRecord snapshot = engine.snapshot("/dev/a");
        try (Stream<ObjectName> records = engine.objects.list("catalog/snapshot/" + snapshot.snapshotId())) {
            records.toList().forEach(record -> engine.damage(record, 100));
        }
        engine.view = new MemoryCatalogView();
        engine.restart();
        long before = engine.storedBytes();
        assertThatThrownBy(engine::collect).hasMessageContaining(snapshot.snapshotId());
        assertThat(engine.storedBytes()).isEqualTo(before);
        assertThat(engine.verify().findings()).extracting(Finding::kind).contains(FindingKind.RECORD_DAMAGED);
    }

    private MemoryDevice filledDevice(String path, int blocks) {
        MemoryDevice device = engine.machine.add(path, 30 * MIB);
        for (int block = 0; block < blocks; block++) {
            device.put(block, filled(block + path.hashCode() % 7 * 40));
        }
        return device;
    }

    private static byte[] filled(int seed) {
        byte[] block = new byte[VolumeGeometry.BLOCK_BYTES];
        new Random(seed).nextBytes(block);
        return block;
    }

    private static SnapshotId id(SnapshotRecord record) {
        return new SnapshotId(record.snapshotId());
    }

    private static SnapshotContent content(SnapshotRecord record) {
        SnapshotContent content = record.content();
        if (content == null) {
            throw new AssertionError(record.stateMessage());
        }
        return content;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
