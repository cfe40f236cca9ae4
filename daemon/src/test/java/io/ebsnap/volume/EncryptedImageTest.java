package io.ebsnap.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.device.BlockTarget;
import io.ebsnap.geometry.VolumeGeometry;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Images lie as the targets do that are made of them, also of snapshots that are no whole sectors long. */
class EncryptedImageTest {

    private static final int CONTENT = Units.BLOCK + 5000;
    private static final int SIZE = Units.BLOCK + 5120;

    private final SimulatedFile file = new SimulatedFile(new byte[SIZE]);
    private final BlockTarget image =
            new EncryptedImage(new Simulated(file), EncryptedFixture.key(), EncryptedFixture.CIPHERING);
    private final byte[] content = new byte[CONTENT];

    EncryptedImageTest() {
        new Random(1).nextBytes(content);
    }

    private void fill() {
        image.write(0, DataPlaneContract.direct(Arrays.copyOf(content, Units.BLOCK)));
        image.write(Units.BLOCK, DataPlaneContract.direct(Arrays.copyOfRange(content, Units.BLOCK, CONTENT)));
        image.flush();
    }

    @Test
    void volumeOfAnImageHasItsContentAndZerosBehindIt() {
        fill();
        file.resize(SIZE + 4096);
        ByteBuffer seen = ByteBuffer.allocateDirect(SIZE + 4096);
        EncryptedFixture.over(new SimulatedTarget(file, true)).read(0, seen);
        byte[] bytes = new byte[SIZE + 4096];
        seen.flip().get(bytes);
        assertThat(bytes).isEqualTo(Arrays.copyOf(content, SIZE + 4096));
    }

    @Test
    void shortLastBlockIsReadAndMadeZerosAsItIsLong() {
        fill();
        ByteBuffer seen = ByteBuffer.allocateDirect(5000);
        image.read(Units.BLOCK, seen);
        byte[] bytes = new byte[5000];
        seen.flip().get(bytes);
        assertThat(bytes).isEqualTo(Arrays.copyOfRange(content, Units.BLOCK, CONTENT));
        image.writeZeroes(Units.BLOCK, 5000);
        image.read(Units.BLOCK, seen.clear());
        seen.flip().get(bytes);
        assertThat(bytes).isEqualTo(new byte[5000]);
        assertThat(file.read(Units.BLOCK, 4608)).isEqualTo(new byte[4608]);
    }

    /** A simulated file as what a restore writes to. */
    private record Simulated(SimulatedFile file) implements BlockTarget {
        @Override
        public String name() {
            return "simulated";
        }

        @Override
        public VolumeGeometry geometry() {
            return new VolumeGeometry(file.length());
        }

        @Override
        public boolean knownZeros(long offset, long length) {
            return file.nextNonZero(offset) >= offset + length;
        }

        @Override
        public void read(long offset, ByteBuffer target) {
            target.put(file.read(offset, target.remaining()));
        }

        @Override
        public void write(long offset, ByteBuffer source) {
            byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            file.write(offset, bytes);
        }

        @Override
        public void writeZeroes(long offset, long length) {
            file.write(offset, new byte[(int) length]);
        }

        @Override
        public void flush() {
            file.sync();
        }

        @Override
        public void close() {
            // The file outlives it.
        }
    }
}
