package io.ebsnap.restore;

import io.ebsnap.task.TaskView;

/** Full restores. Safe for use by several threads. */
public interface RestoreService {

    /**
     * Begins to restore a snapshot, as a task whose result is a {@link RestoreResult}. Target and snapshot are checked and the target is held for
     * exclusive use before it returns. Begun again after an interruption, a restore skips what is right already.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such snapshot, or no such device
     * @throws io.ebsnap.failure.Failure.Conflict if the snapshot is not completed; if the target is mounted, in use or holds something
     *     and {@code force} is not given
     * @throws io.ebsnap.failure.Failure.Invalid if the target is too small or of a wrong kind
     * @throws io.ebsnap.failure.Failure.Exhausted if too many restores are running
     */
    TaskView start(RestoreOrder order);

    /**
     * As {@link #start}, onto a file that nobody knows yet.
     *
     * @param into for people: what the file will be called
     * @param end is told how it ends; not if this throws
     */
    TaskView export(RestoreOrder order, String into, RestoreEnd end);
}
