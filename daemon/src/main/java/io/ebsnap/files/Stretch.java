package io.ebsnap.files;

import io.ebsnap.failure.Failure;
import java.util.List;

/**
 * Bytes of a part that follow each other, and where in the snapshot they lie: in one piece, or dealt out in stripes.
 *
 * @param length in bytes, 1 or more
 * @param stripeBytes how much lies at one origin before the next one's turn; the length where there is one origin
 * @param origins where each row of stripes begins in the snapshot, bytes; 1 or more
 */
public record Stretch(long length, long stripeBytes, List<Long> origins) {

    public Stretch {
        origins = List.copyOf(origins);
        if (length < 1
                || stripeBytes < 1
                || origins.isEmpty()
                || origins.stream().anyMatch(origin -> origin < 0)) {
            throw new Failure.Corrupt("no stretch of a snapshot: " + length + " bytes at " + origins);
        }
    }

    /** In one piece. */
    static Stretch of(long origin, long length) {
        return new Stretch(length, length, List.of(origin));
    }

    /** Where in the snapshot a byte lies. */
    long place(long within) {
        long stripe = within / stripeBytes;
        int count = origins.size();
        return origins.get((int) (stripe % count)) + stripe / count * stripeBytes + within % stripeBytes;
    }

    /** How many bytes from one on lie behind each other in the snapshot. */
    long together(long within) {
        return origins.size() == 1 ? length - within : Math.min(length - within, stripeBytes - within % stripeBytes);
    }

    /** Where the last byte of it lies that is furthest behind in the snapshot, and one more. */
    long end() {
        long rows = (length + stripeBytes * origins.size() - 1) / (stripeBytes * origins.size());
        long each = origins.size() == 1 ? length : Math.multiplyExact(rows, stripeBytes);
        return origins.stream()
                .mapToLong(origin -> Math.addExact(origin, each))
                .max()
                .orElseThrow();
    }
}
