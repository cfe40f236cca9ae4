package io.ebsnap.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ebsnap.linux.AlignedBuffers;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every block source promises. */
public interface BlockSourceContract {

    /** A source with this content, closed by the test. */
    BlockSource sourceOf(SparseContent content) throws IOException;

    /** A size of some MiB that is odd for this kind of source. */
    long oddSizeBytes();

    @Test
    default void itsSizeIsThatOfTheContent() throws IOException {
        try (BlockSource source = sourceOf(SparseContent.of(oddSizeBytes()))) {
            assertThat(source.geometry().sizeBytes()).isEqualTo(oddSizeBytes());
            assertThat(source.name()).isNotBlank();
        }
    }

    @Test
    default void everyBlockReadsAsItWasWrittenTheShortLastOneToo() throws IOException {
        SparseContent content = SparseContent.of(oddSizeBytes());
        try (BlockSource source = sourceOf(content)) {
            for (long block = 0; block < source.geometry().blockCount(); block++) {
                assertBlock(source, content, block);
            }
        }
    }

    @Test
    default void readsBeyondFourGibibytesGetTheRightBlocks() throws IOException {
        SparseContent content = SparseContent.of((10L << 30) + 4096);
        try (BlockSource source = sourceOf(content)) {
            for (long block : content.interestingBlocks()) {
                assertBlock(source, content, block);
            }
        }
    }

    @Test
    default void readsOfSeveralThreadsDoNotDisturbEachOther() throws Exception {
        SparseContent content = SparseContent.of(oddSizeBytes());
        try (BlockSource source = sourceOf(content);
                ExecutorService readers = Executors.newFixedThreadPool(
                        4, Thread.ofPlatform().name("reader-", 0).factory())) {
            List<Future<?>> reads = new java.util.ArrayList<>();
            for (int round = 0; round < 64; round++) {
                long block = round % source.geometry().blockCount();
                reads.add(readers.submit(() -> assertBlock(source, content, block)));
            }
            for (Future<?> read : reads) {
                read.get();
            }
        }
    }

    @Test
    default void whatIsKnownToBeZerosReadsAsZeros() throws IOException {
        SparseContent content = SparseContent.of(oddSizeBytes());
        try (BlockSource source = sourceOf(content)) {
            for (long block = 0; block < source.geometry().blockCount(); block++) {
                long offset = block * 512 * 1024;
                if (source.knownZeros(offset, content.lengthOf(block))) {
                    assertThat(SparseContent.read(source, offset, content.lengthOf(block)))
                            .containsOnly(0);
                }
            }
        }
    }

    @Test
    default void aReadThatIsNotWithinTheVolumeIsAFaultOfTheCaller() throws IOException {
        SparseContent content = SparseContent.of(oddSizeBytes());
        try (BlockSource source = sourceOf(content)) {
            long lastPage = (oddSizeBytes() - 1) / 4096 * 4096;
            assertThatIllegalArgumentException().isThrownBy(() -> source.read(lastPage, AlignedBuffers.allocate(8192)));
            assertThatIllegalArgumentException().isThrownBy(() -> source.read(-4096, AlignedBuffers.allocate(4096)));
        }
    }

    private static void assertBlock(BlockSource source, SparseContent content, long block) {
        long offset = block * 512 * 1024;
        int length = content.lengthOf(block);
        assertThat(SparseContent.read(source, offset, length))
                .as("block %d", block)
                .isEqualTo(content.expected(offset, length));
    }
}
