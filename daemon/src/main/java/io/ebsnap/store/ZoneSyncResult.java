package io.ebsnap.store;

import io.ebsnap.task.TaskResult;

/**
 * What bringing a zone level, or proving that others have its content, came to.
 *
 * @param objectsChecked that were compared
 * @param objectsCopied that were missing or different
 * @param bytesCopied of these
 * @param objectsDeleted that the others do not have
 * @param elapsedMillis how long it took
 */
public record ZoneSyncResult(
        long objectsChecked, long objectsCopied, long bytesCopied, long objectsDeleted, long elapsedMillis)
        implements TaskResult {}
