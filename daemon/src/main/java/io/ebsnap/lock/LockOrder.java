package io.ebsnap.lock;

import io.ebsnap.catalog.LockMode;
import io.ebsnap.identity.SnapshotId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a snapshot is to be locked. Either a duration or a date.
 *
 * @param snapshot which
 * @param mode how firmly
 * @param durationDays 1 to 36500, from now on or from its completion; null where a date is given
 * @param expirationDate in the future; null where a duration is given
 * @param coolOffHours 1 to 72: how long a compliance lock may still be taken off; null for not at all
 */
public record LockOrder(
        SnapshotId snapshot,
        LockMode mode,
        @Nullable Integer durationDays,
        @Nullable Instant expirationDate,
        @Nullable Integer coolOffHours) {}
