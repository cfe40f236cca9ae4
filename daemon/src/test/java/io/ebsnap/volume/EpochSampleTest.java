package io.ebsnap.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotOrigin;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.tracking.RecheckSettings;
import java.time.Instant;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many blocks of a volume are kept and compared, whatever it holds. */
final class EpochSampleTest {

    private static EpochSample sample(long blocks, long contents, long seed) {
        SnapshotContent content = new SnapshotContent(null, contents * Units.BLOCK, 0, 0, 0, 0, 0, 0);
        SnapshotOrigin origin = new SnapshotOrigin("", blocks * Units.BLOCK, "managed-epoch", null, "", null, "full");
        return EpochSample.of(
                RecheckSettings.DEFAULT,
                new SnapshotRecord(
                        "snap-1",
                        "vol-1",
                        SnapshotState.COMPLETED,
                        "",
                        Instant.EPOCH,
                        Instant.EPOCH,
                        "",
                        "",
                        List.of(),
                        "standard",
                        "",
                        content,
                        origin,
                        null),
                seed);
    }

    private static long count(long from, long to, LongPredicate what) {
        return LongStream.range(from, to).filter(what).count();
    }

    /** What has content lies together at the beginning. */
    @ParameterizedTest
    @CsvSource({
        "8192, 8192, 64, 0, 64",
        "8192, 8182, 64, 0, 64",
        "2097152, 2048, 64, 2096, 65536",
        "2097152, 64, 8, 2097, 262144",
        "2097152, 0, 0, 2098, 262144",
        "20, 20, 20, 0, 20",
        "16777216, 16777216, 16778, 0, 16778"
    })
    void oneInSoManyIsComparedAndHardlyMoreKept(
            long blocks, long contents, long fromContents, long fromHoles, long kept) {
        EpochSample sample = sample(blocks, contents, 7);
        assertThat(count(0, contents, sample.contents()::contains)).isBetween(fromContents - 1, fromContents + 1);
        assertThat(count(contents, blocks, sample.holes()::contains)).isBetween(fromHoles - 1, fromHoles + 1);
        assertThat(count(0, blocks, sample::contains)).isLessThanOrEqualTo(kept + fromHoles + 2);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void nextIsTheNearestThatIsOne(long seed) {
        EpochSample sample = sample(100_000, 3000, seed);
        long at = 0;
        for (long block = 0; block < 100_000; block++) {
            if (sample.contains(block)) {
                assertThat(sample.next(at)).isEqualTo(block);
                at = block + 1;
            }
        }
    }
}
