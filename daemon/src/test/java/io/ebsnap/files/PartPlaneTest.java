package io.ebsnap.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.volume.DataPlaneContract;
import io.ebsnap.volume.MemoryDataPlane;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A part shows the bytes of its stretches, in their order. */
class PartPlaneTest {

    private static final int SIZE = 1 << 20;

    @Test
    void piecesAndStripesAreReadWhereTheyLie() {
        byte[] disk = new byte[SIZE];
        new Random(5).nextBytes(disk);
        List<Stretch> stretches = List.of(
                Stretch.of(700_000, 10_000),
                new Stretch(6 * 4096 + 100, 4096, List.of(100L, 300_000L, 50_000L)),
                Stretch.of(0, 77));
        byte[] expected = expected(disk, stretches);
        PartPlane part = new PartPlane(new MemoryDataPlane("snap-1", disk, true), stretches);
        assertThat(part.sizeBytes()).isEqualTo(expected.length);
        assertThat(DataPlaneContract.read(part, 0, expected.length)).isEqualTo(expected);
        Random random = new Random(6);
        for (int i = 0; i < 1000; i++) {
            int at = random.nextInt(expected.length);
            int length = random.nextInt(expected.length - at) + 1;
            assertThat(DataPlaneContract.read(part, at, length))
                    .isEqualTo(Arrays.copyOfRange(expected, at, at + length));
        }
    }

    /** Byte by byte, as a definition. */
    private static byte[] expected(byte[] disk, List<Stretch> stretches) {
        int size = (int) stretches.stream().mapToLong(Stretch::length).sum();
        byte[] bytes = new byte[size];
        int at = 0;
        for (Stretch stretch : stretches) {
            for (long within = 0; within < stretch.length(); within++) {
                long row = within / stretch.stripeBytes();
                long origin =
                        stretch.origins().get((int) (row % stretch.origins().size()));
                long before = row / stretch.origins().size() * stretch.stripeBytes();
                bytes[at] = disk[(int) (origin + before + within % stretch.stripeBytes())];
                at++;
            }
        }
        return bytes;
    }

    @Test
    void theEndOfAStretchIsBehindItsLastByte() {
        assertThat(Stretch.of(10, 5).end()).isEqualTo(15);
        assertThat(new Stretch(2 * 4096 + 1, 4096, List.of(0L, 100_000L)).end()).isEqualTo(100_000 + 2 * 4096);
    }
}
