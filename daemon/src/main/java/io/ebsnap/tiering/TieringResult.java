package io.ebsnap.tiering;

import io.ebsnap.task.TaskResult;

/**
 * What moving a snapshot came to.
 *
 * @param chunksMoved that were copied to the other tier
 * @param chunksThere that were there already
 * @param chunksShared that stay in the store because standard snapshots need them
 * @param bytesBefore what was moved took where it came from
 * @param bytesAfter what it takes where it is now
 * @param elapsedMillis how long it took
 */
public record TieringResult(
        long chunksMoved, long chunksThere, long chunksShared, long bytesBefore, long bytesAfter, long elapsedMillis)
        implements TaskResult {}
