package io.ebsnap.check;

import io.ebsnap.task.TaskResult;

/**
 * What a garbage collection came to.
 *
 * @param packsDeleted whose chunks were all dead
 * @param packsRewritten whose live chunks were moved together
 * @param bytesFreed of the store, less what was written anew
 * @param chunksForgotten dead chunks that the index no longer knows
 * @param packsBefore how many packs there were
 * @param bytesBefore their length
 * @param elapsedMillis how long it took
 */
public record CollectionResult(
        long packsDeleted,
        long packsRewritten,
        long bytesFreed,
        long chunksForgotten,
        long packsBefore,
        long bytesBefore,
        long elapsedMillis)
        implements TaskResult {}
