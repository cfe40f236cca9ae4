package io.ebsnap.restore;

import io.ebsnap.catalog.FastRestoreRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fast restore of a snapshot in a zone, as it is now.
 *
 * @param record what is known of it durably
 * @param method how volumes are made of its image: {@code reflink} or {@code pool}; empty as long as that is not known
 * @param readyCopies how many copies lie ready in the pool
 * @param balance of credits; empty where they are not counted
 * @param work what is being done for it; empty if nothing is
 */
public record FastRestore(
        FastRestoreRecord record, String method, int readyCopies, Optional<Balance> balance, Optional<Work> work) {

    /**
     * Credits: each volume that is complete when it appears takes one.
     *
     * @param credits that are there
     * @param capacity how many there can be
     * @param perHour how many are added
     * @param nextWhole when there is at least one
     */
    public record Balance(double credits, double capacity, double perHour, Instant nextWhole) {}

    /**
     * Work under way.
     *
     * @param phase {@code filling}, {@code verifying} or {@code copying}
     * @param bytesTotal of the phase
     * @param bytesDone of it
     * @param bytesPerSecond now
     * @param remaining of the phase; null if nothing tells
     */
    public record Work(
            String phase,
            long bytesTotal,
            long bytesDone,
            double bytesPerSecond,
            @Nullable Duration remaining) {}
}
