package io.ebsnap.account;

import io.ebsnap.task.TaskId;
import io.ebsnap.task.TaskRegistry;
import io.ebsnap.task.TaskView;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Which account has begun which task; the others are the administrator's. As tasks, it is forgotten when the daemon ends. Safe for use by several threads. */
public final class TaskOwners {

    private final TaskRegistry tasks;
    private final Map<TaskId, String> owners = new ConcurrentHashMap<>();

    /** @param tasks of everybody; owners of others are not kept */
    public TaskOwners(TaskRegistry tasks) {
        this.tasks = tasks;
    }

    /** The same task, which is an account's from now on. */
    TaskView begun(TaskView task, Account account) {
        owners.put(task.id(), account.id());
        owners.keySet().retainAll(tasks.list().stream().map(TaskView::id).collect(Collectors.toSet()));
        return task;
    }

    boolean owns(Account account, TaskId task) {
        return account.id().equals(owners.get(task));
    }
}
