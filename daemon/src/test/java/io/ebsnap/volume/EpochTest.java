package io.ebsnap.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.tracking.BlockSample;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a snapshot reads is what the volume held at one instant, whatever users and hydration do meanwhile. */
class EpochTest {

    private static final int SIZE = 5 * Units.BLOCK + 12_288 + 512;
    private static final int BLOCKS = 6;

    private LiveVolumeFixture fixture(long seed, boolean garbage) {
        byte[] content = new byte[SIZE];
        Random random = new Random(seed);
        random.nextBytes(content);
        Arrays.fill(content, Units.BLOCK, 2 * Units.BLOCK, (byte) 0);
        return over(new LiveVolumeFixture(content, garbage));
    }

    /** What the volumes lie in. */
    LiveVolumeFixture over(LiveVolumeFixture plain) {
        return plain;
    }

    private static byte[] part(byte[] bytes, long block) {
        int from = (int) block * Units.BLOCK;
        return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + Units.BLOCK));
    }

    private static FutureTask<Boolean> beside(Callable<Boolean> work) {
        FutureTask<Boolean> task = new FutureTask<>(work);
        Thread.ofPlatform().name("beside").daemon().start(task);
        return task;
    }

    private static List<Long> shuffled(Random random) {
        List<Long> blocks = new ArrayList<>();
        for (long block = 0; block < BLOCKS; block++) {
            blocks.add(block);
        }
        Collections.shuffle(blocks, random);
        return blocks;
    }

    /** Every block that is wanted is as it was at the instant; the others were not changed since the beginning. */
    private static void check(LiveVolume live, EpochFixture kept, Epoch epoch, byte[] before, Random random) {
        EpochSource source = new EpochSource(live, epoch, new BlockBuffers(4));
        for (long block : shuffled(random)) {
            if (!epoch.wants(block)) {
                assertThat(part(kept.instant, block)).isEqualTo(part(before, block));
            } else if (source.knownZeros(block * Units.BLOCK, source.geometry().lengthOf(new BlockIndex(block)))) {
                assertThat(part(kept.instant, block)).containsOnly(0);
            } else if (source.isAbsent(new BlockIndex(block))) {
                assertThat(part(kept.instant, block)).isEqualTo(part(before, block));
            } else {
                assertThat(EpochFixture.read(source, block))
                        .as("block " + block)
                        .isEqualTo(part(kept.instant, block));
            }
            if (random.nextBoolean()) {
                EpochFixture.scribble(live, random);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, false, 0, true", "2, false, 50, true", "3, false, 100, true", "4, true, 30, true", "5, false, 50, false",
        "6, true, 0, false", "7, false, 100, false", "8, true, 100, true", "9, false, 20, true", "10, true, 60, false"
    })
    void blocksAreReadAsTheyWereAtTheInstant(long seed, boolean garbage, int hydrated, boolean exact) {
        LiveVolumeFixture fixture = fixture(seed, garbage);
        Random random = new Random(seed);
        LiveVolume live = fixture.open();
        for (int round = 0; round < 12; round++) {
            EpochFixture kept = new EpochFixture(fixture, 1 << 30);
            byte[] before = kept.content(live);
            LiveVolumeFixture.hydrate(live, random, hydrated / 4);
            for (int i = random.nextInt(4); i > 0; i--) {
                EpochFixture.scribble(live, random);
            }
            Epoch epoch = kept.begin(live, exact);
            for (int i = random.nextInt(8); i > 0; i--) {
                EpochFixture.scribble(live, random);
                LiveVolumeFixture.hydrate(live, random, hydrated / 4);
            }
            check(live, kept, epoch, before, random);
            try (BlockLocks.Held _ = live.fence()) {
                live.changes().completed();
            }
            live.changes().tidy();
            epoch.close();
            assertThat(fixture.changes.count()).isEqualTo(1);
            // What was changed since the instant is known to the next one, also while it is not known what the next
            // will be compared with.
            byte[] now = kept.content(live);
            for (long block = 0; block < BLOCKS; block++) {
                assertThat(live.changes().isDirty(block) || Arrays.equals(part(now, block), part(kept.instant, block)))
                        .isTrue();
            }
        }
    }

    @Test
    void usersAreSeenByWhoReadsAnInstantAndHeIsNotOneHimself() {
        LiveVolumeFixture fixture = fixture(11, false);
        LiveVolume live = fixture.open();
        Epoch epoch = new EpochFixture(fixture, 1 << 30).begin(live, false);
        EpochSource source = new EpochSource(live, epoch, new BlockBuffers(4));
        assertThat(source.usedSinceAsked()).isFalse();

        assertThat(EpochFixture.read(source, 0)).isNotEmpty();
        LiveVolumeFixture.hydrate(live, new Random(11), 100);
        assertThat(source.usedSinceAsked()).isFalse();

        live.write(0, DataPlaneContract.direct(new byte[Units.UNIT]), Fua.NO);
        assertThat(source.usedSinceAsked()).isTrue();
        assertThat(source.usedSinceAsked()).isFalse();

        live.read(0, DataPlaneContract.direct(new byte[Units.UNIT]));
        assertThat(source.usedSinceAsked()).isTrue();
        epoch.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 30", "3, 100", "4, 60"})
    void usersAndHydrationGoOnWhileItIsRead(long seed, int hydrated) throws ExecutionException, InterruptedException {
        LiveVolumeFixture fixture = fixture(seed, seed % 2 == 0);
        LiveVolume live = fixture.open();
        LiveVolumeFixture.hydrate(live, new Random(seed), hydrated);
        AtomicBoolean over = new AtomicBoolean();
        List<FutureTask<Boolean>> users = new ArrayList<>();
        for (int user = 0; user < 3; user++) {
            Random random = new Random(seed * 100 + user);
            users.add(beside(() -> {
                while (!over.get()) {
                    EpochFixture.scribble(live, random);
                }
                return true;
            }));
        }
        users.add(beside(() -> {
            Random random = new Random(seed);
            while (!over.get()) {
                LiveVolumeFixture.hydrate(live, random, 10);
            }
            return true;
        }));
        for (int round = 0; round < 30; round++) {
            EpochFixture kept = new EpochFixture(fixture, 1 << 30);
            Epoch epoch = kept.begin(live, false);
            EpochSource source = new EpochSource(live, epoch, new BlockBuffers(4));
            for (long block : shuffled(new Random(round))) {
                assertThat(EpochFixture.read(source, block)).isEqualTo(part(kept.instant, block));
            }
            try (BlockLocks.Held _ = live.fence()) {
                live.changes().completed();
            }
            live.changes().tidy();
            epoch.close();
        }
        over.set(true);
        for (FutureTask<Boolean> user : users) {
            assertThat(user.get()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, true", "2, false", "3, true", "4, false", "5, true", "6, false"})
    void nextProcessGoesOnWithTheSameInstant(long seed, boolean exact) {
        LiveVolumeFixture fixture = fixture(seed, seed % 3 == 0);
        Random random = new Random(seed);
        LiveVolume live = fixture.open();
        LiveVolumeFixture.hydrate(live, random, 50);
        EpochFixture kept = new EpochFixture(fixture, 1 << 30);
        byte[] before = kept.content(live);
        EpochFixture.scribble(live, random);
        kept.begin(live, exact);
        for (int i = 0; i < 5; i++) {
            EpochFixture.scribble(live, random);
        }

        LiveVolume next = reopened(fixture);
        Epoch epoch = kept.again(next, exact);
        assertThat(kept.resume(next, epoch)).isTrue();
        for (int i = 0; i < 5; i++) {
            EpochFixture.scribble(next, random);
        }
        check(next, kept, epoch, before, random);
    }

    /** The process died: what it had written, its map's journal and its changes are there. */
    private static LiveVolume reopened(LiveVolumeFixture fixture) {
        return fixture.open();
    }

    @Test
    void nextProcessDoesNotGoOnOnceSomethingWasOverwrittenThatHadBeenRead() {
        LiveVolumeFixture fixture = fixture(1, false);
        LiveVolume live = fixture.open();
        EpochFixture kept = new EpochFixture(fixture, 1 << 30);
        Epoch epoch = kept.begin(live, false);
        byte[] unused = EpochFixture.read(new EpochSource(live, epoch, new BlockBuffers(1)), 2);
        live.write(2L * Units.BLOCK, DataPlaneContract.direct(new byte[512]), Fua.NO);

        LiveVolume next = reopened(fixture);
        assertThat(kept.resume(next, kept.again(next, false))).isFalse();
    }

    @Test
    void fullSpaceLosesTheInstantAndNoWriteAndNoChange() {
        LiveVolumeFixture fixture = fixture(1, false);
        LiveVolume live = fixture.open();
        LiveVolumeFixture.hydrate(live, new Random(1), 100);
        live.write(0, DataPlaneContract.direct(new byte[10]), Fua.NO);
        EpochFixture kept = new EpochFixture(fixture, 8192);
        Epoch epoch = kept.begin(live, false);
        byte[] written = new byte[12_288];
        Arrays.fill(written, (byte) 7);
        live.write(3L * Units.BLOCK, DataPlaneContract.direct(written), Fua.NO);

        assertThat(Arrays.copyOfRange(fixture.contentOf(fixture.targetFile), 3 * Units.BLOCK, 3 * Units.BLOCK + 12_288))
                .isEqualTo(written);
        assertThat(epoch.lost()).contains("full");
        EpochSource source = new EpochSource(live, epoch, new BlockBuffers(1));
        assertThatThrownBy(() -> EpochFixture.read(source, 0))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("lost");
        endFailed(live);
        assertThat(live.changes().current().blocks().count()).isEqualTo(2);
        assertThat(fixture.changes.count()).isEqualTo(1);
        LiveVolume next = reopened(fixture);
        assertThat(next.changes().isDirty(0) && next.changes().isDirty(3)).isTrue();
    }

    private static void endFailed(LiveVolume live) {
        live.changes().merge();
        try (BlockLocks.Held _ = live.fence()) {
            live.changes().merge();
            live.changes().failed();
        }
        live.changes().tidy();
    }

    @Test
    void smallWriteCopiesNoMoreThanItsUnits() {
        LiveVolumeFixture fixture = fixture(1, false);
        LiveVolume live = fixture.open();
        LiveVolumeFixture.hydrate(live, new Random(1), 100);
        EpochFixture kept = new EpochFixture(fixture, 3 * 4096);
        Epoch epoch = kept.begin(live, false);
        for (int i = 0; i < 20; i++) {
            live.write(2L * Units.BLOCK + 4096 + i, DataPlaneContract.direct(new byte[4096]), Fua.NO);
        }
        assertThat(epoch.lost()).isNull();
        assertThat(epoch.kept(new BlockIndex(2)).copied().count()).isEqualTo(2);
    }

    @Test
    void blocksOfTheSnapshotBeforeAreNotCopiedAndCanBeReadUntilTheyAreChanged() {
        LiveVolumeFixture fixture = fixture(1, false);
        LiveVolume live = fixture.open();
        live.write(0, DataPlaneContract.direct(new byte[4096]), Fua.NO);
        EpochFixture kept = new EpochFixture(fixture, 1 << 20);
        Epoch epoch = kept.begin(live, true);
        EpochSource source = new EpochSource(live, epoch, new BlockBuffers(1));
        assertThat(EpochFixture.read(source, 4)).isEqualTo(part(kept.instant, 4));
        live.write(4L * Units.BLOCK, DataPlaneContract.direct(new byte[4096]), Fua.NO);
        assertThat(epoch.kept(new BlockIndex(4)).copied().isEmpty()).isTrue();
        assertThatThrownBy(() -> EpochFixture.read(source, 4)).isInstanceOf(Failure.Unavailable.class);
    }

    /** Every block may be compared. */
    private static EpochSample everything() {
        return new EpochSample(new BlockSample(1, 0), new BlockSample(1, 0));
    }

    /** A volume that has arrived, of which block 0 was changed, and an instant of it that keeps a sample. */
    private final class Sampled {
        final LiveVolume live;
        final EpochFixture kept;
        final Epoch epoch;
        final EpochSource source;

        Sampled(long bytesMax) {
            LiveVolumeFixture fixture = fixture(1, false);
            live = fixture.open();
            LiveVolumeFixture.hydrate(live, new Random(1), 100);
            write(0);
            kept = new EpochFixture(fixture, bytesMax);
            kept.sample = everything();
            epoch = kept.begin(live, true);
            source = new EpochSource(live, epoch, new BlockBuffers(1));
        }

        void write(long block) {
            byte[] bytes = new byte[12_288];
            new Random(block).nextBytes(bytes);
            live.write(block * Units.BLOCK + 512, DataPlaneContract.direct(bytes), Fua.NO);
        }

        boolean hasAsItWas(long block) {
            return Arrays.equals(EpochFixture.read(source, block), part(kept.instant, block));
        }

        boolean wantAll() {
            try (BlockLocks.Held _ = live.fence()) {
                return epoch.wantAll(live.changes().current());
            }
        }
    }

    @Test
    void sampleIsReadAsItWasThoughItIsOverwritten() {
        Sampled sampled = new Sampled(1 << 20);
        sampled.write(4);
        assertThat(sampled.epoch.unchangedFrom(1, 10)).isEqualTo(10);
        assertThat(sampled.hasAsItWas(4)).isTrue();
        assertThat(sampled.source.knownZeros(Units.BLOCK, Units.BLOCK)).isFalse();
        sampled.write(4);
        assertThat(sampled.epoch.lost()).isNull();
    }

    @Test
    void sampleTakesAQuarterOfTheRoomAndIsGivenUpWithoutTheInstant() {
        Sampled sampled = new Sampled(40 * Units.UNIT);
        sampled.write(2);
        sampled.write(3);
        sampled.write(4);
        sampled.write(0);
        assertThat(sampled.epoch.lost()).isNull();
        assertThat(sampled.hasAsItWas(0)).isTrue();
        assertThat(sampled.hasAsItWas(5)).isTrue();
        ByteBuffer block = ByteBuffer.allocateDirect(Units.BLOCK);
        assertThat(sampled.source.readIfKept(4L * Units.BLOCK, block)).isFalse();
        assertThat(sampled.wantAll()).isFalse();
    }

    @Test
    void everythingIsKeptOnceItIsWantedAlsoWhatWasRead() {
        Sampled sampled = new Sampled(1 << 24);
        assertThat(sampled.hasAsItWas(0)).isTrue();
        assertThat(sampled.hasAsItWas(2)).isTrue();
        sampled.write(3);
        assertThat(sampled.wantAll()).isTrue();
        for (long block = 0; block < BLOCKS - 1; block++) {
            sampled.write(block);
        }
        for (long block = 0; block < BLOCKS; block++) {
            assertThat(sampled.hasAsItWas(block)).as("block " + block).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2})
    void notEverythingIsKeptOnceSomethingWasOverwrittenThatHadBeenRead(long block) {
        Sampled sampled = new Sampled(1 << 24);
        assertThat(sampled.hasAsItWas(block)).isTrue();
        sampled.write(block);
        assertThat(sampled.wantAll()).isFalse();
    }

    @Test
    void notEverythingIsKeptOnceSomethingWasOverwrittenThatNobodyWanted() {
        LiveVolumeFixture fixture = fixture(1, false);
        LiveVolume live = fixture.open();
        EpochFixture kept = new EpochFixture(fixture, 1 << 20);
        Epoch epoch = kept.begin(live, true);
        try (BlockLocks.Held _ = live.fence()) {
            assertThat(epoch.wantAll(live.changes().current())).isTrue();
        }
        endFailed(live);
        Epoch other = new EpochFixture(fixture, 1 << 20).begin(live, true);
        live.write(3L * Units.BLOCK, DataPlaneContract.direct(new byte[4096]), Fua.NO);
        try (BlockLocks.Held _ = live.fence()) {
            assertThat(other.wantAll(live.changes().current())).isFalse();
        }
    }

    @Test
    void nextProcessKeepsNoSampleAndTellsWhatWasOverwritten() {
        LiveVolumeFixture fixture = fixture(1, false);
        LiveVolume live = fixture.open();
        LiveVolumeFixture.hydrate(live, new Random(1), 100);
        EpochFixture kept = new EpochFixture(fixture, 1 << 20);
        kept.sample = everything();
        Epoch begun = kept.begin(live, true);
        byte[] unused = EpochFixture.read(new EpochSource(live, begun, new BlockBuffers(1)), 2);
        live.write(2L * Units.BLOCK, DataPlaneContract.direct(new byte[512]), Fua.NO);

        LiveVolume next = reopened(fixture);
        Epoch epoch = kept.again(next, true);
        assertThat(kept.resume(next, epoch)).isTrue();
        EpochSource source = new EpochSource(next, epoch, new BlockBuffers(1));
        ByteBuffer block = ByteBuffer.allocateDirect(Units.BLOCK);
        assertThat(source.readIfKept(2L * Units.BLOCK, block)).isFalse();
        assertThat(EpochFixture.read(source, 3)).isEqualTo(part(kept.instant, 3));
    }

    @ParameterizedTest
    @CsvSource({"1, 40", "2, 100", "3, 70", "4, 100"})
    void whatIsComparedOfASampleIsAsItWasWhileUsersGoOn(long seed, int hydrated)
            throws ExecutionException, InterruptedException {
        LiveVolumeFixture fixture = fixture(seed, seed % 2 == 0);
        LiveVolume live = fixture.open();
        LiveVolumeFixture.hydrate(live, new Random(seed), hydrated);
        AtomicBoolean over = new AtomicBoolean();
        List<FutureTask<Boolean>> users = new ArrayList<>();
        for (int user = 0; user < 2; user++) {
            Random random = new Random(seed * 100 + user);
            users.add(beside(() -> {
                while (!over.get()) {
                    EpochFixture.scribble(live, random);
                    LiveVolumeFixture.hydrate(live, random, 3);
                }
                return true;
            }));
        }
        for (int round = 0; round < 60; round++) {
            EpochFixture kept = new EpochFixture(fixture, round % 2 == 0 ? 1 << 30 : 400 * Units.UNIT);
            kept.sample = everything();
            Epoch epoch = kept.begin(live, true);
            EpochSource source = new EpochSource(live, epoch, new BlockBuffers(4));
            for (long block : shuffled(new Random(round))) {
                requireAsItWas(source, block, kept, epoch);
            }
            try (BlockLocks.Held _ = live.fence()) {
                live.changes().completed();
            }
            live.changes().tidy();
            epoch.close();
        }
        over.set(true);
        for (FutureTask<Boolean> user : users) {
            assertThat(user.get()).isTrue();
        }
    }

    private static void requireAsItWas(EpochSource source, long block, EpochFixture kept, Epoch epoch) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(source.geometry().lengthOf(new BlockIndex(block)));
        try {
            if (source.isWhole(new BlockIndex(block)) && source.readIfKept(block * Units.BLOCK, buffer)) {
                assertThat(buffer.flip().mismatch(ByteBuffer.wrap(part(kept.instant, block))))
                        .as("block " + block)
                        .isEqualTo(-1);
            }
        } catch (Failure.Unavailable e) {
            assertThat(epoch.lost()).as(e.getMessage()).isNotNull();
        }
    }

    @Test
    void changesThatCannotBeNotedAreNotKnownAndNoWriteFails() {
        LiveVolumeFixture fixture = fixture(1, false);
        LiveVolume live = fixture.open();
        fixture.changes.full(true);
        live.write(0, DataPlaneContract.direct(new byte[4096]), Fua.NO);
        assertThat(live.changes().lost()).contains("no room for words");
        assertThat(fixture.changes.count()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void laterWriteIsNotThereWithoutTheEarlierOneToAnotherVolume(long seed)
            throws ExecutionException, InterruptedException {
        LiveVolumeFixture[] fixtures = {fixture(seed, false), fixture(seed + 1, false)};
        LiveVolume[] volumes = {fixtures[0].open(), fixtures[1].open()};
        AtomicBoolean over = new AtomicBoolean();
        FutureTask<Boolean> user = beside(() -> {
            for (int i = 1; !over.get(); i++) {
                byte[] number = java.nio.ByteBuffer.allocate(4).putInt(i).array();
                volumes[0].write(512, DataPlaneContract.direct(number), Fua.NO);
                volumes[1].write(3L * Units.BLOCK, DataPlaneContract.direct(number), Fua.NO);
            }
            return true;
        });
        for (int round = 0; round < 60; round++) {
            EpochFixture[] kept = {new EpochFixture(fixtures[0], 1 << 20), new EpochFixture(fixtures[1], 1 << 20)};
            try (BlockLocks.Held _ = volumes[0].fence();
                    BlockLocks.Held _ = volumes[1].fence()) {
                for (int i = 0; i < 2; i++) {
                    kept[i].begin(volumes[i], false);
                }
            }
            int earlier = java.nio.ByteBuffer.wrap(kept[0].instant).getInt(512);
            int later = java.nio.ByteBuffer.wrap(kept[1].instant).getInt(3 * Units.BLOCK);
            if (round > 0) {
                assertThat(earlier - later).isBetween(0, 1);
            }
            endFailed(volumes[0]);
            endFailed(volumes[1]);
            while (round == 0 && !volumes[1].changes().isDirty(3)) {
                Thread.onSpinWait();
            }
        }
        over.set(true);
        assertThat(user.get()).isTrue();
    }
}
