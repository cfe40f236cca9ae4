package io.ebsnap.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every target promises. */
public interface VolumeTargetContract {

    /** Of whole sectors, and neither of whole units nor of whole blocks. */
    int SIZE = 2 * 524_288 + 3 * 4096 + 1536;

    /** A target of {@link #SIZE} zeros that nobody wrote; the test closes it. */
    VolumeTarget open();

    private static byte[] read(VolumeTarget target, long offset, int length) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(length);
        target.read(offset, buffer);
        assertThat(buffer.remaining()).isZero();
        byte[] bytes = new byte[length];
        buffer.flip().get(bytes);
        return bytes;
    }

    private static void write(VolumeTarget target, long offset, byte[] bytes) {
        ByteBuffer source = DataPlaneContract.direct(bytes);
        target.write(offset, source);
        assertThat(source.remaining()).isZero();
        byte[] after = new byte[bytes.length];
        source.flip().get(after);
        assertThat(after).as("the caller's buffer").isEqualTo(bytes);
    }

    @Test
    default void whatNobodyWroteIsZeros() {
        try (VolumeTarget target = open()) {
            assertThat(target.sizeBytes()).isEqualTo(SIZE);
            assertThat(target.startsAsZeros()).isTrue();
            assertThat(read(target, 0, SIZE)).isEqualTo(new byte[SIZE]);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    default void everyChangeOfAnyAlignmentIsSeenAndNothingElse(long seed) {
        byte[] model = new byte[SIZE];
        SplittableRandom random = new SplittableRandom(seed);
        try (VolumeTarget target = open()) {
            for (int step = 0; step < 300; step++) {
                change(target, model, random);
                int from = random.nextInt(SIZE);
                int length = random.nextInt(Math.min(SIZE - from, 9000)) + 1;
                assertThat(read(target, from, length)).isEqualTo(Arrays.copyOfRange(model, from, from + length));
            }
            target.sync();
            assertThat(read(target, 0, SIZE)).isEqualTo(model);
        }
    }

    private static void change(VolumeTarget target, byte[] model, SplittableRandom random) {
        int unit = new int[] {1, 512, 4096}[random.nextInt(3)];
        int from = random.nextInt(SIZE) / unit * unit;
        int most = random.nextInt(8) == 0 ? 1 << 19 : 16_384;
        int length = Math.min(SIZE - from, (random.nextInt(most) / unit + 1) * unit);
        switch (random.nextInt(5)) {
            case 0 -> {
                if (target.punchHole(from, length)) {
                    Arrays.fill(model, from, from + length, (byte) 0);
                }
            }
            case 1 -> {
                target.zeroOut(from, length);
                Arrays.fill(model, from, from + length, (byte) 0);
            }
            default -> {
                byte[] bytes = new byte[length];
                if (random.nextInt(4) > 0) {
                    random.nextBytes(bytes);
                }
                write(target, from, bytes);
                System.arraycopy(bytes, 0, model, from, length);
            }
        }
    }

    @Test
    default void whatCanBeReadNowIsTheSame() {
        byte[] bytes = new byte[SIZE];
        new SplittableRandom(7).nextBytes(bytes);
        try (VolumeTarget target = open()) {
            write(target, 0, bytes);
            for (int from = 100; from + 300_000 <= SIZE; from += 65_536) {
                ByteBuffer now = ByteBuffer.allocateDirect(300_010).position(10);
                if (target.readNow(from, now)) {
                    byte[] got = new byte[300_000];
                    now.position(10).get(got);
                    assertThat(got).isEqualTo(Arrays.copyOfRange(bytes, from, from + 300_000));
                } else {
                    assertThat(now.position()).isEqualTo(10);
                }
            }
        }
    }

    @Test
    default void holesAreToldAndAreZeros() {
        byte[] bytes = new byte[4096];
        new SplittableRandom(8).nextBytes(bytes);
        try (VolumeTarget target = open()) {
            write(target, 524_288, bytes);
            target.sync();
            long data = target.nextData(0);
            assertThat(data).isBetween(0L, 524_288L);
            assertThat(read(target, 0, (int) data)).isEqualTo(new byte[(int) data]);
            assertThat(target.nextHole(524_288)).isBetween(524_288L + 4096, (long) SIZE);
            assertThat(target.nextData(SIZE)).isEqualTo(SIZE);
        }
    }

    @Test
    default void whatIsAddedIsZerosAndWhatWasThereStays() {
        byte[] bytes = new byte[SIZE];
        new SplittableRandom(9).nextBytes(bytes);
        try (VolumeTarget target = open()) {
            write(target, 0, bytes);
            target.grow(SIZE + 4096);
            assertThat(target.sizeBytes()).isEqualTo(SIZE + 4096);
            assertThat(read(target, 0, SIZE + 4096)).isEqualTo(Arrays.copyOf(bytes, SIZE + 4096));
            write(target, SIZE, new byte[] {1});
            bytes = Arrays.copyOf(bytes, SIZE + 4096);
            bytes[SIZE] = 1;
            assertThat(read(target, 0, SIZE + 4096)).isEqualTo(bytes);
        }
    }
}
