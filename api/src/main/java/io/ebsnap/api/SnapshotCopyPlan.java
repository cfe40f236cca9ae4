package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * What a copy of a snapshot takes.
 *
 * @param sourceSnapshotId what is copied
 * @param kmsKeyId ARN of the key that the copy is sealed under
 * @param sharesSource whether that is the source's key: nothing is sealed anew then
 * @param incremental whether there is an earlier copy, under that key, of a snapshot of the same volume: only what differs is sealed anew
 * @param baseSnapshotId that earlier copy; absent if there is none
 * @param bytesToSeal content that is read and sealed anew; what is there under that key already takes no more space
 */
public record SnapshotCopyPlan(
        String sourceSnapshotId,
        String kmsKeyId,
        boolean sharesSource,
        boolean incremental,
        @Nullable String baseSnapshotId,
        long bytesToSeal) {}
