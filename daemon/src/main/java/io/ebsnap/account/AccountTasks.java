package io.ebsnap.account;

import io.ebsnap.failure.Failure;
import io.ebsnap.task.TaskId;
import io.ebsnap.task.TaskRegistry;
import io.ebsnap.task.TaskView;
import java.util.List;

/**
 * The tasks of an account.
 *
 * @param tasks of everybody
 * @param owners of them
 * @param account whose are seen
 */
public record AccountTasks(TaskRegistry tasks, TaskOwners owners, Account account) implements TaskRegistry {

    @Override
    public List<TaskView> list() {
        return tasks.list().stream()
                .filter(task -> owners.owns(account, task.id()))
                .toList();
    }

    @Override
    public TaskView show(TaskId id) {
        return tasks.show(own(id));
    }

    @Override
    public TaskView cancel(TaskId id) {
        return tasks.cancel(own(id));
    }

    private TaskId own(TaskId id) {
        if (!owners.owns(account, id)) {
            throw new Failure.NotFound("there is no " + id + ", or it ended long ago");
        }
        return id;
    }
}
