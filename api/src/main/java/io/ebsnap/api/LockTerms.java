package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a snapshot is locked, with EC2's fields. Times are those that the daemon trusts, which nobody sets.
 *
 * @param lockState {@code governance}, {@code compliance-cooloff}, {@code compliance} or {@code expired}
 * @param lockDuration in days
 * @param coolOffPeriod in hours; absent for none
 * @param coolOffPeriodExpiresOn when a compliance lock cannot be taken off any more; absent for none
 * @param lockCreatedOn when it was locked
 * @param lockDurationStartTime when the duration began to count; absent as long as the snapshot is pending
 * @param lockExpiresOn when it ends; absent as long as that is not known
 */
public record LockTerms(
        String lockState,
        int lockDuration,
        @Nullable Integer coolOffPeriod,
        @Nullable Instant coolOffPeriodExpiresOn,
        Instant lockCreatedOn,
        @Nullable Instant lockDurationStartTime,
        @Nullable Instant lockExpiresOn) {}
