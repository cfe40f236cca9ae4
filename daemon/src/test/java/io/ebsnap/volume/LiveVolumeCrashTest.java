package io.ebsnap.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The power is cut at any moment, below target and map, at every state of hydration. Every sector must hold what was written and flushed last,
 * or something that was written to it since: never the snapshot's content over a flushed write, never a byte that nobody wrote. Where only the
 * process dies, every sector holds what was written last: its users go on.
 */
class LiveVolumeCrashTest {

    private static final int SECTOR = 512;

    /** What the volumes are made of. */
    LiveVolumeFixture fixture(byte[] content, boolean garbage) {
        return new LiveVolumeFixture(content, garbage);
    }

    /** What each sector may hold: the content at the last flush, and what was written since. */
    private static final class Expectation {
        private final java.util.List<java.util.Set<Long>> allowed = new java.util.ArrayList<>();
        private final byte[] now;

        Expectation(byte[] content) {
            now = content.clone();
            for (int at = 0; at < content.length; at += SECTOR) {
                allowed.add(new java.util.HashSet<>());
            }
            flushed();
        }

        void changed(int offset, byte[] bytes) {
            System.arraycopy(bytes, 0, now, offset, bytes.length);
            for (int sector = offset / SECTOR; sector * SECTOR < offset + bytes.length; sector++) {
                allowed.get(sector).add(hash(now, sector));
            }
        }

        void flushed() {
            for (int sector = 0; sector < allowed.size(); sector++) {
                allowed.get(sector).clear();
                allowed.get(sector).add(hash(now, sector));
            }
        }

        /** What is there after a crash is what the user goes on from. */
        void check(byte[] found) {
            requireAllowed(found);
            System.arraycopy(found, 0, now, 0, now.length);
            flushed();
        }

        void requireAllowed(byte[] found) {
            for (int sector = 0; sector < allowed.size(); sector++) {
                assertThat(allowed.get(sector)).as("sector " + sector).contains(hash(found, sector));
            }
        }

        private static long hash(byte[] bytes, int sector) {
            int from = sector * SECTOR;
            int to = Math.min(bytes.length, from + SECTOR);
            long hash = 1;
            for (int i = from; i < to; i++) {
                hash = hash * 0x9E3779B97F4A7C15L + bytes[i];
            }
            return hash;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1,0,false",
        "2,0,true",
        "3,50,false",
        "4,50,true",
        "5,100,false",
        "6,100,true",
        "7,30,false",
        "8,30,true",
        "9,0,false",
        "10,0,true",
        "11,70,false",
        "12,70,true"
    })
    void flushedWritesSurviveAPowerCut(long seed, int hydratedPercent, boolean garbage) {
        Random random = new Random(seed);
        byte[] content = DataPlaneContract.content(seed);
        LiveVolumeFixture fixture = fixture(content, garbage);
        Expectation expected = new Expectation(content);
        for (int cut = 0; cut < 12; cut++) {
            LiveVolume volume = fixture.open();
            LiveVolumeFixture.hydrate(volume, random, hydratedPercent / (cut + 1));
            int steps = random.nextInt(60);
            for (int step = 0; step < steps; step++) {
                step(volume, expected, random);
            }
            if (random.nextInt(4) == 0) {
                volume.close();
                expected.flushed();
            }
            fixture.cutPower(random);
            LiveVolume again = fixture.open();
            expected.check(DataPlaneContract.read(new VolumeUse(again, true, _ -> {}, null), 0, content.length));
            again.flush();
        }
    }

    @ParameterizedTest
    @CsvSource({"1,0,false", "2,0,true", "3,50,false", "4,50,true", "5,100,false", "6,100,true"})
    void everyWriteSurvivesTheDeathOfTheProcess(long seed, int hydratedPercent, boolean garbage) {
        Random random = new Random(seed);
        byte[] content = DataPlaneContract.content(seed);
        LiveVolumeFixture fixture = fixture(content, garbage);
        Expectation expected = new Expectation(content);
        for (int death = 0; death < 12; death++) {
            LiveVolume volume = fixture.open();
            assertThat(DataPlaneContract.read(new VolumeUse(volume, true, _ -> {}, null), 0, content.length))
                    .isEqualTo(expected.now);
            LiveVolumeFixture.hydrate(volume, random, hydratedPercent / (death + 1));
            int steps = random.nextInt(60);
            for (int step = 0; step < steps; step++) {
                step(volume, expected, random);
            }
        }
    }

    /** The old target is the volume until the new one is durable; from then on either may be, and at the switch the new one has all of it. */
    @ParameterizedTest
    @CsvSource({"1,0,false", "2,0,true", "3,50,false", "4,70,true"})
    void flushedWritesSurviveAPowerCutAtAnyMomentOfAMove(long seed, int hydratedPercent, boolean garbage) {
        Random random = new Random(seed);
        byte[] content = DataPlaneContract.content(seed);
        LiveVolumeFixture fixture = fixture(content, garbage);
        Expectation expected = new Expectation(content);
        for (int cut = 0; cut < 8; cut++) {
            LiveVolume volume = fixture.open();
            LiveVolumeFixture.hydrate(volume, random, hydratedPercent / (cut + 1));
            SimulatedFile moved = fixture.anotherFile();
            MovingTarget both = volume.beginMoving(volume.state().target().alike(new SimulatedTarget(moved, true)));
            TargetCopy copy = new TargetCopy(volume, both, new BlockBuffers(1));
            for (int steps = random.nextInt(80); steps > 0; steps--) {
                step(volume, expected, random);
                if (random.nextInt(4) == 0) {
                    boolean unused = copy.step();
                }
            }
            boolean durable = random.nextBoolean();
            if (durable) {
                copy.run(() -> false);
                assertThat(fixture.contentOf(moved)).isEqualTo(expected.now);
                both.require();
                for (int steps = random.nextInt(30); steps > 0; steps--) {
                    step(volume, expected, random);
                }
            }
            moved.cut(random);
            fixture.cutPower(random);
            if (durable) {
                expected.requireAllowed(fixture.contentOf(moved));
            }
            LiveVolume again = fixture.open();
            expected.check(DataPlaneContract.read(new VolumeUse(again, true, _ -> {}, null), 0, content.length));
        }
    }

    @Test
    void newTargetThatFailsIsNotNoticedUntilItMayBeTheVolume() {
        byte[] content = DataPlaneContract.content(1);
        LiveVolume volume = new LiveVolumeFixture(content, false).open();
        SimulatedFile moved = new SimulatedFile(new byte[content.length]);
        MovingTarget both = volume.beginMoving(new SimulatedTarget(moved, true));
        TargetCopy copy = new TargetCopy(volume, both, new BlockBuffers(1));
        while (copy.step()) {
            assertThat(both.front()).isPositive();
        }
        moved.full(true);
        volume.write(0, DataPlaneContract.direct(new byte[4096]), Fua.YES);
        assertThatThrownBy(both::requireSound).isInstanceOf(Failure.Exhausted.class);
        assertThatThrownBy(both::require).isInstanceOf(Failure.Exhausted.class);
        volume.endMoving(both);

        SimulatedFile other = new SimulatedFile(new byte[content.length]);
        MovingTarget again = volume.beginMoving(new SimulatedTarget(other, true));
        new TargetCopy(volume, again, new BlockBuffers(1)).run(() -> false);
        again.require();
        other.syncFails(true);
        assertThatThrownBy(volume::flush).isInstanceOf(Failure.Unavailable.class);
        assertThatThrownBy(() -> volume.write(0, DataPlaneContract.direct(new byte[4096]), Fua.NO))
                .isInstanceOf(Failure.Unavailable.class);
    }

    private static void step(LiveVolume volume, Expectation expected, Random random) {
        int size = (int) volume.sizeBytes();
        int unit = random.nextInt(4) == 0 ? SECTOR : 4096;
        int offset = random.nextInt(size) / unit * unit;
        int length = Math.min(size - offset, (random.nextInt(16) + 1) * unit);
        byte[] bytes = new byte[length];
        switch (random.nextInt(8)) {
            case 0 -> {
                volume.flush();
                expected.flushed();
            }
            case 1 -> {
                expected.changed(offset, bytes);
                volume.trim(offset, length, Fua.NO);
            }
            case 2 -> {
                random.nextBytes(bytes);
                expected.changed(offset, bytes);
                volume.write(offset, DataPlaneContract.direct(bytes), Fua.YES);
                expected.flushed();
            }
            case 3 -> {
                boolean unused = volume.fillIfAbsent(Units.blockOf(offset));
            }
            default -> {
                random.nextBytes(bytes);
                expected.changed(offset, bytes);
                volume.write(offset, DataPlaneContract.direct(bytes), Fua.NO);
            }
        }
        assertThat(Arrays.equals(
                        DataPlaneContract.read(new VolumeUse(volume, true, _ -> {}, null), offset, length),
                        Arrays.copyOfRange(expected.now, offset, offset + length)))
                .isTrue();
    }
}
