package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * What a copy of a remote's snapshot takes.
 *
 * @param sourceSnapshotId what is copied
 * @param kmsKeyId ARN of the key that the copy is sealed under
 * @param incremental whether there is an earlier copy, under that key, of a snapshot of the same volume: only what differs is fetched
 * @param baseSnapshotId that earlier copy; absent if there is none
 * @param bytesToMove that are fetched at most, before they are compressed; what came before in another copy is not
 * @param bytesPerSecond at which copies from there were fetched, or may be now; absent if nothing is known
 * @param secondsEstimated at that rate; absent if nothing is known
 */
public record SnapshotPullPlan(
        String sourceSnapshotId,
        String kmsKeyId,
        boolean incremental,
        @Nullable String baseSnapshotId,
        long bytesToMove,
        @Nullable Long bytesPerSecond,
        @Nullable Long secondsEstimated) {}
