package io.ebsnap.tiering;

import io.ebsnap.check.CollectionResult;
import io.ebsnap.task.TaskResult;

/**
 * What a collection of the archive came to.
 *
 * @param chunksMoved into the archive, because no standard snapshot needs them any more
 * @param bytesBefore what these took in the store
 * @param bytesAfter what these take in the archive
 * @param collected what was given back in the archive
 */
public record ArchiveCollectionResult(long chunksMoved, long bytesBefore, long bytesAfter, CollectionResult collected)
        implements TaskResult {}
