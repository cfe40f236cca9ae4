package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How well what there is is protected.
 *
 * @param volumesProtected with a completed snapshot of the last 7 days
 * @param volumesStale whose newest completed snapshot is older
 * @param volumesUnprotected without any
 * @param verifiedPercent of the store, what was read and proven within {@code verifiedDays}; absent for who may not know
 * @param verifiedDays the period of scrubbing, or 30 if there is none; absent with the former
 * @param oldestVerificationTime when what was verified longest ago was; absent if nothing was, or with the former
 */
public record StatusCoverage(
        long volumesProtected,
        long volumesStale,
        long volumesUnprotected,
        @Nullable Double verifiedPercent,
        @Nullable Long verifiedDays,
        @Nullable Instant oldestVerificationTime) {}
