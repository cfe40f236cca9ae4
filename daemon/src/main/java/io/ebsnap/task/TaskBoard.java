package io.ebsnap.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Runs tasks, each on a thread of its own, and remembers the last ones that ended. */
public final class TaskBoard implements TaskRegistry, AutoCloseable {

    private static final long END_MILLIS_MAX = 60_000;

    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final RandomGenerator random;
    private final TaskLimits limits;

    /** In the order of their beginning. */
    @GuardedBy("this")
    private final Map<TaskId, TaskEntry> tasks = new LinkedHashMap<>();

    @GuardedBy("this")
    private boolean closed;

    public TaskBoard(Surroundings surroundings, TaskLimits limits) {
        this.clock = surroundings.clock();
        this.nanoClock = surroundings.nanoClock();
        this.random = surroundings.random();
        this.limits = limits;
    }

    /**
     * Begins a task.
     *
     * @param subject to what it is done, in words
     * @throws Failure.Exhausted if too many are running
     * @throws Failure.Conflict if the board is closed
     */
    public TaskView start(TaskKind kind, String subject, TaskBody body) {
        TaskEntry entry;
        synchronized (this) {
            requireRoom();
            TaskRun run = new TaskRun(TaskId.random(random), nanoClock);
            entry = new TaskEntry(run, kind, subject, clock);
            tasks.put(run.id(), entry);
            forgetOldest();
        }
        entry.start(body);
        return entry.view();
    }

    @Override
    public List<TaskView> list() {
        List<TaskEntry> entries;
        synchronized (this) {
            entries = new ArrayList<>(tasks.values());
        }
        return entries.reversed().stream().map(TaskEntry::view).toList();
    }

    @Override
    public TaskView show(TaskId id) {
        return entry(id).view();
    }

    @Override
    public TaskView cancel(TaskId id) {
        TaskEntry entry = entry(id);
        entry.cancel();
        return entry.view();
    }

    /** Waits for a task to end. */
    public TaskView await(TaskId id) throws InterruptedException {
        TaskEntry entry = entry(id);
        entry.join(Long.MAX_VALUE);
        return entry.view();
    }

    /** Asks all tasks to end, waits for them, and takes no new ones. */
    @Override
    public void close() {
        List<TaskEntry> running;
        synchronized (this) {
            closed = true;
            running = new ArrayList<>(tasks.values());
        }
        running.forEach(TaskEntry::cancel);
        try {
            for (TaskEntry entry : running) {
                entry.join(END_MILLIS_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized TaskEntry entry(TaskId id) {
        TaskEntry entry = tasks.get(id);
        if (entry == null) {
            throw new Failure.NotFound("there is no " + id + ", or it ended long ago");
        }
        return entry;
    }

    @GuardedBy("this")
    private void requireRoom() {
        if (closed) {
            throw new Failure.Conflict("the daemon is stopping");
        }
        long running = tasks.values().stream().filter(TaskEntry::running).count();
        if (running >= limits.runningMax()) {
            throw new Failure.Exhausted(
                    running + " tasks are running already", "wait for one to end, or cancel one", null);
        }
    }

    @GuardedBy("this")
    private void forgetOldest() {
        List<TaskEntry> ended = tasks.values().stream()
                .filter(entry -> !entry.running())
                .sorted(Comparator.comparing(TaskEntry::ended))
                .toList();
        for (TaskEntry entry : ended.subList(0, Math.max(0, ended.size() - limits.endedMax()))) {
            tasks.remove(entry.id());
        }
    }
}
