package io.ebsnap.snapshot;

import io.ebsnap.catalog.DistantOrigin;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.geometry.VolumeGeometry;
import java.util.List;
import java.util.Objects;

/** How fast copies have come from a place: their records tell. */
final class DistantRates {

    /** The latest so many count. */
    private static final int COPIES_MAX = 8;

    /** What is over in a moment tells nothing of a line's speed. */
    private static final long BLOCKS_MIN = 32;

    private static final long MILLIS = 1_000;

    private final SnapshotRecords records;

    DistantRates(SnapshotRecords records) {
        this.records = records;
    }

    /**
     * Bytes a second that can be expected; 0 if nothing is known.
     *
     * @param limit bytes a second; 0 for none
     */
    long expected(String place, long limit) {
        long measured = measured(place);
        return measured == 0 || limit == 0 ? Math.max(measured, limit) : Math.min(measured, limit);
    }

    private long measured(String place) {
        List<SnapshotContent> contents = records.list(copy -> isFrom(place, copy)).reversed().stream()
                .limit(COPIES_MAX)
                .map(copy -> Objects.requireNonNull(copy.content()))
                .toList();
        long bytes = contents.stream().mapToLong(SnapshotContent::blocksRead).sum() * VolumeGeometry.BLOCK_BYTES;
        long millis =
                contents.stream().mapToLong(SnapshotContent::elapsedMillis).sum();
        return millis == 0 ? 0 : (long) ((double) bytes * MILLIS / millis);
    }

    /** One that was slowed down on purpose tells nothing. */
    private static boolean isFrom(String place, SnapshotRecord copy) {
        DistantOrigin origin = copy.origin().distant();
        SnapshotContent content = copy.content();
        return origin != null
                && content != null
                && origin.place().equals(place)
                && origin.bytesPerSecondMax() == 0
                && content.blocksRead() >= BLOCKS_MIN;
    }
}
