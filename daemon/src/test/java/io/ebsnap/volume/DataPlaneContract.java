package io.ebsnap.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every data plane promises to a user. */
public interface DataPlaneContract {

    /** Not a multiple of a block, of 4 KiB or of a sector. */
    int SIZE = 3 * 524_288 + 5 * 4096 + 700;

    /** A writable data plane of {@link #SIZE} bytes with this content; the test closes it. */
    DataPlane open(byte[] content);

    /** Some content: blocks of zeros, blocks with data, and blocks with both. */
    static byte[] content(long seed) {
        byte[] content = new byte[SIZE];
        SplittableRandom random = new SplittableRandom(seed);
        for (int from = 0; from < SIZE; from += 65_536) {
            int end = Math.min(SIZE, from + random.nextInt(1, 65_536));
            if (random.nextInt(3) > 0) {
                byte[] part = new byte[end - from];
                random.nextBytes(part);
                System.arraycopy(part, 0, content, from, part.length);
            }
        }
        Arrays.fill(content, 524_288, 2 * 524_288, (byte) 0);
        return content;
    }

    /** A direct buffer of these bytes, ready to be written. */
    static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    /** Reads a range. */
    static byte[] read(DataPlane plane, long offset, int length) {
        ByteBuffer target = ByteBuffer.allocateDirect(length);
        plane.read(offset, target);
        assertThat(target.remaining()).isZero();
        byte[] bytes = new byte[length];
        target.flip().get(bytes);
        return bytes;
    }

    @Test
    default void showsTheContentThatItWasMadeOf() {
        byte[] content = content(1);
        try (DataPlane plane = open(content.clone())) {
            assertThat(plane.sizeBytes()).isEqualTo(SIZE);
            assertThat(read(plane, 0, SIZE)).isEqualTo(content);
            assertThat(read(plane, SIZE - 1, 1)).containsExactly(content[SIZE - 1]);
            assertThat(read(plane, SIZE, 0)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    default void everyChangeOfAnyAlignmentIsSeenAndNothingElse(long seed) {
        byte[] model = content(seed);
        SplittableRandom random = new SplittableRandom(seed);
        try (DataPlane plane = open(model.clone())) {
            for (int step = 0; step < 400; step++) {
                change(plane, model, random);
                int from = random.nextInt(SIZE);
                int length = random.nextInt(Math.min(SIZE - from, 9000)) + 1;
                assertThat(read(plane, from, length)).isEqualTo(Arrays.copyOfRange(model, from, from + length));
            }
            assertThat(read(plane, 0, SIZE)).isEqualTo(model);
        }
    }

    private static void change(DataPlane plane, byte[] model, SplittableRandom random) {
        int unit = new int[] {1, 512, 4096}[random.nextInt(3)];
        int from = random.nextInt(SIZE) / unit * unit;
        int most = random.nextInt(8) == 0 ? 1 << 20 : 16_384;
        int length = Math.min(SIZE - from, (random.nextInt(most) / unit + 1) * unit);
        Fua fua = random.nextInt(10) == 0 ? Fua.YES : Fua.NO;
        switch (random.nextInt(6)) {
            case 0 -> {
                plane.trim(from, length, fua);
                Arrays.fill(model, from, from + length, (byte) 0);
            }
            case 1 -> {
                ZeroMode mode = new ZeroMode(random.nextBoolean(), random.nextBoolean());
                if (plane.writeZeroes(from, length, mode, fua)) {
                    Arrays.fill(model, from, from + length, (byte) 0);
                } else {
                    assertThat(mode.fastOnly()).isTrue();
                }
            }
            case 2 -> plane.prefetch(from, length);
            default -> {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                plane.write(from, direct(bytes), fua);
                System.arraycopy(bytes, 0, model, from, length);
            }
        }
    }

    @Test
    default void whatCanBeReadNowIsTheSame() {
        byte[] content = content(5);
        try (DataPlane plane = open(content.clone())) {
            for (int from = 0; from + 4096 <= SIZE; from += 65_536) {
                ByteBuffer target = ByteBuffer.allocateDirect(4096);
                if (plane.readNow(from, target)) {
                    byte[] bytes = new byte[4096];
                    target.flip().get(bytes);
                    assertThat(bytes).isEqualTo(Arrays.copyOfRange(content, from, from + 4096));
                } else {
                    assertThat(target.position()).isZero();
                }
            }
        }
    }

    @Test
    default void extentsCoverEverythingAndTellTheTruth() {
        byte[] content = content(6);
        try (DataPlane plane = open(content.clone())) {
            plane.trim(4096, 8192, Fua.NO);
            Arrays.fill(content, 4096, 12_288, (byte) 0);
            for (int most : new int[] {1, 3, 1000}) {
                long at = 0;
                while (at < SIZE) {
                    List<VolumeExtent> extents = plane.extents(at, SIZE - at, most);
                    assertThat(extents).isNotEmpty().hasSizeLessThanOrEqualTo(most);
                    for (VolumeExtent extent : extents) {
                        requireZero(content, at, extent);
                        at += extent.length();
                    }
                }
            }
        }
    }

    private static void requireZero(byte[] content, long at, VolumeExtent extent) {
        if (extent.zero()) {
            for (long i = at; i < Math.min(SIZE, at + extent.length()); i++) {
                assertThat(content[(int) i]).isZero();
            }
        }
    }

    @Test
    default void whatIsNotWithinItIsRefused() {
        try (DataPlane plane = open(content(7))) {
            ByteBuffer two = ByteBuffer.allocateDirect(2);
            for (long offset : new long[] {SIZE - 1, SIZE, SIZE + 1, -1, -2, Long.MAX_VALUE, Long.MIN_VALUE}) {
                assertThatThrownBy(() -> plane.read(offset, two.clear())).isInstanceOf(Failure.Invalid.class);
                assertThatThrownBy(() -> plane.readNow(offset, two.clear())).isInstanceOf(Failure.Invalid.class);
                assertThatThrownBy(() -> plane.write(offset, two.clear(), Fua.NO))
                        .isInstanceOf(Failure.Invalid.class);
                assertThatThrownBy(() -> plane.trim(offset, 2, Fua.NO)).isInstanceOf(Failure.Invalid.class);
                assertThatThrownBy(() -> plane.extents(offset, 2, 1)).isInstanceOf(Failure.Invalid.class);
                assertThatThrownBy(() -> plane.writeZeroes(offset, 2, ZeroMode.ANY, Fua.NO))
                        .isInstanceOf(Failure.Invalid.class);
            }
            assertThatThrownBy(() -> plane.trim(1, -1, Fua.NO)).isInstanceOf(Failure.Invalid.class);
            assertThatThrownBy(() -> plane.trim(1, Long.MAX_VALUE, Fua.NO)).isInstanceOf(Failure.Invalid.class);
        }
    }

    @Test
    default void afterItsEndEverythingIsRefused() {
        DataPlane plane = open(content(8));
        plane.close();
        plane.close();
        ByteBuffer buffer = ByteBuffer.allocateDirect(512);
        assertThatThrownBy(() -> plane.read(0, buffer)).isInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(() -> plane.write(0, buffer, Fua.NO)).isInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(plane::flush).isInstanceOf(Failure.Conflict.class);
    }
}
