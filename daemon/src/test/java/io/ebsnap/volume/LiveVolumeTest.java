package io.ebsnap.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

final class LiveVolumeTest {

    private static final int BLOCK = Units.BLOCK;

    private final byte[] content = random(5 * BLOCK, 1);
    private final LiveVolumeFixture fixture = new LiveVolumeFixture(content, false);

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] read(LiveVolume volume, long offset, int length) {
        return DataPlaneContract.read(new VolumeUse(volume, true, _ -> {}, null), offset, length);
    }

    private static <T> Future<T> begin(java.util.concurrent.Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().name("beside").daemon().start(task);
        return task;
    }

    @Test
    void writeDoesNotWaitForAFetchAndIsNotOverwrittenByIt() throws ExecutionException, InterruptedException {
        LiveVolume volume = fixture.open();
        CountDownLatch gate = fixture.source.holdUp(2);
        Future<byte[]> reading = begin(() -> read(volume, 2L * BLOCK, BLOCK));
        while (fixture.source.reads(2) == 0) {
            Thread.onSpinWait();
        }
        byte[] written = random(8192, 2);
        volume.write(2L * BLOCK + 4096, DataPlaneContract.direct(written), Fua.YES);
        gate.countDown();
        byte[] expected = Arrays.copyOfRange(content, 2 * BLOCK, 3 * BLOCK);
        System.arraycopy(written, 0, expected, 4096, written.length);
        assertThat(reading.get()).isEqualTo(expected);
        assertThat(read(volume, 2L * BLOCK, BLOCK)).isEqualTo(expected);
    }

    @Test
    void blockIsFetchedOnceForManyReaders() throws ExecutionException, InterruptedException {
        LiveVolume volume = fixture.open();
        CountDownLatch gate = fixture.source.holdUp(1);
        List<Future<byte[]>> readers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            int offset = BLOCK + i * 512;
            readers.add(begin(() -> read(volume, offset, 512)));
        }
        while (fixture.source.reads(1) == 0) {
            Thread.onSpinWait();
        }
        assertThat(volume.isInDemand()).isTrue();
        gate.countDown();
        for (int i = 0; i < 16; i++) {
            int offset = BLOCK + i * 512;
            assertThat(readers.get(i).get()).isEqualTo(Arrays.copyOfRange(content, offset, offset + 512));
        }
        assertThat(fixture.source.reads(1)).isEqualTo(1);
        assertThat(volume.isInDemand()).isFalse();
    }

    @Test
    void whatIsThereCanBeReadWhileSomethingElseIsFetched() throws ExecutionException, InterruptedException {
        LiveVolume volume = fixture.open();
        assertThat(read(volume, 0, 4096)).hasSize(4096);
        CountDownLatch gate = fixture.source.holdUp(3);
        Future<byte[]> reading = begin(() -> read(volume, 3L * BLOCK, 10));
        assertThat(volume.readNow(0, ByteBuffer.allocateDirect(BLOCK))).isTrue();
        assertThat(volume.readNow(3L * BLOCK, ByteBuffer.allocateDirect(512))).isFalse();
        gate.countDown();
        assertThat(reading.get()).hasSize(10);
    }

    @Test
    void damagedBlockIsAnErrorOfItsRangeOnly() {
        LiveVolume volume = fixture.open();
        fixture.source.damage(2);
        assertThatThrownBy(() -> read(volume, 2L * BLOCK + 5, 10))
                .isInstanceOf(Failure.Corrupt.class)
                .hasMessageContaining("vol-1")
                .hasMessageContaining("block 2");
        assertThat(fixture.damage).containsExactly("vol-1 2");
        assertThat(read(volume, 3L * BLOCK, BLOCK)).isEqualTo(Arrays.copyOfRange(content, 3 * BLOCK, 4 * BLOCK));
        byte[] written = random(BLOCK, 3);
        volume.write(2L * BLOCK, DataPlaneContract.direct(written), Fua.NO);
        assertThat(read(volume, 2L * BLOCK, BLOCK)).isEqualTo(written);
    }

    @Test
    void fullTargetRefusesWritesAndStillGivesEverythingToRead() {
        LiveVolume volume = fixture.open();
        byte[] written = random(4096, 4);
        volume.write(0, DataPlaneContract.direct(written), Fua.YES);
        fixture.targetFile.full(true);
        assertThatThrownBy(() -> volume.write(8192, DataPlaneContract.direct(written), Fua.NO))
                .isInstanceOf(Failure.Exhausted.class);
        byte[] expected = content.clone();
        System.arraycopy(written, 0, expected, 0, written.length);
        assertThat(read(volume, 0, content.length)).isEqualTo(expected);
        fixture.targetFile.full(false);
        volume.write(8192, DataPlaneContract.direct(written), Fua.YES);
        System.arraycopy(written, 0, expected, 8192, written.length);
        assertThat(read(volume, 0, content.length)).isEqualTo(expected);
    }

    @Test
    void afterAFailedSyncNothingIsCalledDurableAnyMore() {
        LiveVolume volume = fixture.open();
        volume.write(0, DataPlaneContract.direct(random(4096, 5)), Fua.NO);
        fixture.targetFile.syncFails(true);
        assertThatThrownBy(volume::flush).isInstanceOf(Failure.Unavailable.class);
        fixture.targetFile.syncFails(false);
        assertThatThrownBy(volume::flush).isInstanceOf(Failure.Unavailable.class);
        assertThatThrownBy(() -> volume.write(0, DataPlaneContract.direct(new byte[512]), Fua.NO))
                .isInstanceOf(Failure.Unavailable.class);
        assertThat(read(volume, 4096, 4096)).isEqualTo(Arrays.copyOfRange(content, 4096, 8192));
        assertThat(read(fixture.open(), 0, 4096))
                .as("what the target holds is not known")
                .isEqualTo(Arrays.copyOfRange(content, 0, 4096));
    }

    @Test
    void whatWasWrittenCanBeMadeDurableWithNoRoomLeft() {
        LiveVolume volume = fixture.open();
        byte[] written = random(4096, 5);
        volume.write(0, DataPlaneContract.direct(written), Fua.NO);
        fixture.mapFile.full(true);
        volume.write(8192, DataPlaneContract.direct(written), Fua.YES);
        fixture.cutPower(new Random(1));
        assertThat(read(fixture.open(), 0, 4096)).isEqualTo(written);
        assertThat(read(fixture.open(), 8192, 4096)).isEqualTo(written);
    }

    @Test
    void writeThatTheMapHasNoRoomForFailsAndChangesNothing() {
        fixture.mapFile.full(true);
        LiveVolume volume = fixture.open();
        assertThatThrownBy(() -> volume.write(0, DataPlaneContract.direct(random(4096, 5)), Fua.NO))
                .isInstanceOf(Failure.Exhausted.class);
        assertThat(read(volume, 0, 4096)).isEqualTo(Arrays.copyOfRange(content, 0, 4096));
        volume.flush();
    }

    @Test
    void wordOfTheJournalWithoutItsMarkSaysNothing() {
        fixture.journal.append(0);
        assertThat(read(fixture.open(), 0, 4096)).isEqualTo(Arrays.copyOfRange(content, 0, 4096));
    }

    @Test
    void journalIsEmptiedByAFlushAndKeptByOneThatFails() {
        LiveVolume volume = fixture.open();
        volume.write(0, DataPlaneContract.direct(random(4096, 5)), Fua.NO);
        fixture.mapFile.syncFails(true);
        assertThatThrownBy(volume::flush).isInstanceOf(Failure.Unavailable.class);
        byte[] later = random(8192, 6);
        volume.write(BLOCK, DataPlaneContract.direct(later), Fua.NO);
        fixture.mapFile.syncFails(false);
        assertThat(read(fixture.open(), BLOCK, 8192)).isEqualTo(later);
        assertThat(fixture.journal.words()).isEmpty();
        assertThat(fixture.otherJournal.words()).isEmpty();
        assertThat(read(fixture.open(), 0, 4096)).isEqualTo(random(4096, 5));
    }

    @Test
    void decayOfTheMapIsAnErrorAndNeverOldContent() {
        LiveVolume volume = fixture.open();
        byte[] first = random(4096, 6);
        volume.write(0, DataPlaneContract.direct(first), Fua.YES);
        volume.write(4096, DataPlaneContract.direct(first), Fua.YES);
        volume.close();
        byte[] newest = fixture.mapFile.read(0, 4096);
        newest[70] ^= 1;
        fixture.mapFile.write(0, newest);
        fixture.mapFile.sync();
        LiveVolume again = fixture.open();
        assertThatThrownBy(() -> read(again, 4096, 512)).isInstanceOf(Failure.Corrupt.class);
        assertThatThrownBy(() -> again.fillIfAbsent(Units.blockOf(0))).isInstanceOf(Failure.Corrupt.class);
    }

    @Test
    void volumeThatIsCompleteNeedsItsSourceNoMore() {
        LiveVolume volume = fixture.open();
        LiveVolumeFixture.hydrate(volume, new Random(1), 100);
        assertThat(volume.isHydrated()).isFalse();
        volume.endHydration();
        assertThat(volume.isHydrated()).isTrue();
        for (int block = 0; block < 5; block++) {
            fixture.source.damage(block);
            assertThat(fixture.source.reads(block)).isEqualTo(1);
        }
        assertThat(read(volume, 0, content.length)).isEqualTo(content);
        assertThat(fixture.targetFile.read(0, content.length)).isEqualTo(content);
    }

    @Test
    void grownPartIsZerosAndCanBeWritten() {
        LiveVolume volume = new LiveVolumeFixture(Arrays.copyOf(content, BLOCK + 1000), false).open();
        volume.grow(3L * BLOCK);
        assertThat(read(volume, BLOCK, 1000)).isEqualTo(Arrays.copyOfRange(content, BLOCK, BLOCK + 1000));
        assertThat(read(volume, BLOCK + 1000L, 2 * BLOCK - 1000)).containsOnly(0);
        volume.write(3L * BLOCK - 512, DataPlaneContract.direct(random(512, 7)), Fua.YES);
        assertThat(read(volume, 3L * BLOCK - 512, 512)).isEqualTo(random(512, 7));
        assertThatThrownBy(() -> volume.grow(BLOCK)).isInstanceOf(Failure.Invalid.class);
    }

    /** Each thread has its own sectors in every block, so that all of them meet in blocks and never in sectors. */
    @Test
    void manyUsersOfTheSameBlocksLoseNothing() throws ExecutionException, InterruptedException {
        LiveVolume volume = fixture.open();
        byte[] model = content.clone();
        List<Future<Boolean>> users = new ArrayList<>();
        int threads = 8;
        for (int user = 0; user < threads; user++) {
            int mine = user;
            users.add(begin(() -> useOwnSectors(volume, model, mine, threads)));
        }
        users.add(begin(() -> {
            LiveVolumeFixture.hydrate(volume, new Random(8), 100);
            volume.endHydration();
            return true;
        }));
        for (Future<Boolean> user : users) {
            assertThat(user.get()).isTrue();
        }
        assertThat(read(volume, 0, model.length)).isEqualTo(model);
    }

    private static boolean useOwnSectors(LiveVolume volume, byte[] model, int mine, int threads) {
        Random random = new Random(mine);
        for (int step = 0; step < 400; step++) {
            int sector = random.nextInt(model.length / 512 / threads) * threads + mine;
            int offset = sector * 512;
            if (random.nextBoolean()) {
                byte[] bytes = random(512, random.nextLong());
                volume.write(offset, DataPlaneContract.direct(bytes), random.nextInt(20) == 0 ? Fua.YES : Fua.NO);
                System.arraycopy(bytes, 0, model, offset, 512);
            }
            if (!Arrays.equals(read(volume, offset, 512), Arrays.copyOfRange(model, offset, offset + 512))) {
                return false;
            }
        }
        return true;
    }
}
