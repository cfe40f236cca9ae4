package io.ebsnap.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.geometry.VolumeGeometry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZeroReadingTest {

    private static final int BLOCK = VolumeGeometry.BLOCK_BYTES;

    private final byte[] bytes = new byte[4 * BLOCK];
    private final List<Long> zeroed = new ArrayList<>();

    private final BlockTarget below = new BlockTarget() {
        @Override
        public String name() {
            return "below";
        }

        @Override
        public VolumeGeometry geometry() {
            return new VolumeGeometry(bytes.length);
        }

        @Override
        public boolean knownZeros(long offset, long length) {
            return false;
        }

        @Override
        public void read(long offset, ByteBuffer target) {
            target.put(bytes, (int) offset, target.remaining());
        }

        @Override
        public void write(long offset, ByteBuffer source) {
            source.get(bytes, (int) offset, source.remaining());
        }

        @Override
        public void writeZeroes(long offset, long length) {
            zeroed.add(offset);
            java.util.Arrays.fill(bytes, (int) offset, (int) (offset + length), (byte) 0);
        }

        @Override
        public void flush() {
            // It lies in memory.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    @Test
    void zerosAreFoundOutByReadingAndOnlyWhatIsNoneIsWritten() {
        try (ZeroReading target = new ZeroReading(below)) {
            assertThat(target.knownZeros(0, bytes.length)).isTrue();
            bytes[2 * BLOCK + 7] = 1;
            assertThat(target.knownZeros(0, 2L * BLOCK)).isTrue();
            assertThat(target.knownZeros(512, bytes.length - 1024)).isFalse();
            target.writeZeroes(0, bytes.length);
            assertThat(zeroed).containsExactly(2L * BLOCK);
            assertThat(bytes).containsOnly(0);
        }
    }
}
