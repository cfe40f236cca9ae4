package io.ebsnap.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ebsnap.linux.AlignedBuffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every block target promises. */
public interface BlockTargetContract {

    /** A new target of zeros, closed by the test. */
    BlockTarget target(long sizeBytes) throws IOException;

    /** What lies on the last target, after it was closed, read by another way. */
    byte[] lying() throws IOException;

    /** A size of some MiB that is odd for this kind of target. */
    long oddSizeBytes();

    @Test
    default void whatIsWrittenAndFlushedLiesOnItAfterClose() throws IOException {
        SparseContent content = SparseContent.of(oddSizeBytes());
        try (BlockTarget target = target(oddSizeBytes())) {
            assertThat(target.geometry().sizeBytes()).isEqualTo(oddSizeBytes());
            for (long block = 0; block < target.geometry().blockCount(); block++) {
                write(target, content, block);
            }
            target.flush();
        }
        assertThat(lying()).isEqualTo(content.expected(0, Math.toIntExact(oddSizeBytes())));
    }

    @Test
    default void blocksWrittenByManyThreadsInAnyOrderAllArrive() throws Exception {
        SparseContent content = SparseContent.of(oddSizeBytes());
        try (BlockTarget target = target(oddSizeBytes());
                ExecutorService writers = Executors.newFixedThreadPool(
                        4, Thread.ofPlatform().name("writer-", 0).factory())) {
            List<Future<?>> writes = new ArrayList<>();
            for (long block = target.geometry().blockCount() - 1; block >= 0; block--) {
                long number = block;
                writes.add(writers.submit(() -> write(target, content, number)));
            }
            for (Future<?> write : writes) {
                write.get();
            }
            target.flush();
        }
        assertThat(lying()).isEqualTo(content.expected(0, Math.toIntExact(oddSizeBytes())));
    }

    @Test
    default void itReadsWhatWasWrittenToIt() throws IOException {
        SparseContent content = SparseContent.of(oddSizeBytes());
        try (BlockTarget target = target(oddSizeBytes())) {
            long last = target.geometry().blockCount() - 1;
            write(target, content, last);
            ByteBuffer buffer = AlignedBuffers.allocate(content.lengthOf(last));
            target.read(last * 512 * 1024, buffer);
            assertThat(SparseContent.bytes(buffer))
                    .isEqualTo(content.expected(last * 512 * 1024, content.lengthOf(last)));
        }
    }

    @Test
    default void aZeroedRangeReadsAsZerosAndItsNeighboursStay() throws IOException {
        try (BlockTarget target = target(oddSizeBytes())) {
            ByteBuffer ones = AlignedBuffers.allocate(Math.toIntExact(oddSizeBytes()));
            while (ones.hasRemaining()) {
                ones.put((byte) 1);
            }
            target.write(0, ones.flip());
            target.writeZeroes(512 * 1024, 512 * 1024);
            long last = (oddSizeBytes() - 1) / (512 * 1024) * 512 * 1024;
            target.writeZeroes(last, oddSizeBytes() - last);
            target.flush();
        }
        byte[] found = lying();
        for (int offset = 0; offset < found.length; offset++) {
            int block = offset / (512 * 1024);
            boolean zeroed = block == 1 || block == (found.length - 1) / (512 * 1024);
            if (found[offset] != (zeroed ? 0 : 1)) {
                assertThat(found[offset]).as("byte %d", offset).isEqualTo((byte) (zeroed ? 0 : 1));
            }
        }
    }

    @Test
    default void whatWasWrittenIsNotKnownToBeZeros() throws IOException {
        SparseContent content = SparseContent.of(oddSizeBytes());
        try (BlockTarget target = target(oddSizeBytes())) {
            target.knownZeros(0, 512 * 1024);
            write(target, content, 0);
            assertThat(target.knownZeros(0, 512 * 1024)).isFalse();
            target.flush();
            assertThat(target.knownZeros(0, 512 * 1024)).isFalse();
        }
    }

    @Test
    default void aWriteBeyondTheEndIsAFaultOfTheCaller() throws IOException {
        try (BlockTarget target = target(oddSizeBytes())) {
            long lastPage = (oddSizeBytes() - 1) / 4096 * 4096;
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> target.write(lastPage, AlignedBuffers.allocate(8192)));
            assertThatIllegalArgumentException().isThrownBy(() -> target.writeZeroes(lastPage, 8192));
        }
    }

    private static void write(BlockTarget target, SparseContent content, long block) {
        long offset = block * 512 * 1024;
        byte[] bytes = content.expected(offset, content.lengthOf(block));
        target.write(offset, AlignedBuffers.allocate(bytes.length).put(bytes).flip());
    }
}
