package io.ebsnap.task;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** A running task as its own work sees it. Safe for use by several threads. */
public final class TaskRun {

    private static final int COUNTERS_MAX = 32;

    private final TaskId id;
    private final LongAdder done = new LongAdder();
    private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
    private final RateMeter meter;
    private volatile Phase phase = new Phase("starting", "bytes", 0);
    private volatile boolean cancelled;

    TaskRun(TaskId id, LongSupplier nanoClock) {
        this.id = id;
        this.meter = new RateMeter(nanoClock);
    }

    /** The task's name. */
    public TaskId id() {
        return id;
    }

    /** Says what is to be done in all, and in what unit; to be said once, before {@link #advance}. */
    public void expect(String unit, long total) {
        phase = new Phase(phase.name, unit, total);
    }

    /** Says what is done now. */
    public void phase(String name) {
        phase = new Phase(name, phase.unit, phase.total);
    }

    /** Says that so much more is done. */
    public void advance(long units) {
        done.add(units);
    }

    /** Counts something else, by name. */
    public void count(String name, long units) {
        LongAdder counter = counters.get(name);
        if (counter == null) {
            if (counters.size() >= COUNTERS_MAX) {
                throw new IllegalStateException("more than " + COUNTERS_MAX + " counters");
            }
            counter = counters.computeIfAbsent(name, unused -> new LongAdder());
        }
        counter.add(units);
    }

    /** What was counted under a name so far. */
    public long counted(String name) {
        LongAdder counter = counters.get(name);
        return counter == null ? 0 : counter.sum();
    }

    /** Time since it began. */
    public Duration elapsed() {
        return meter.elapsed();
    }

    /** Whether somebody asked the task to end. */
    public boolean cancelled() {
        return cancelled;
    }

    /**
     * A place where the task may end early.
     *
     * @throws TaskCancelled if somebody asked it to
     */
    public void checkpoint() {
        if (cancelled) {
            throw new TaskCancelled(id);
        }
    }

    void cancel() {
        cancelled = true;
    }

    Progress progress() {
        Phase now = phase;
        long doneNow = done.sum();
        double rate = meter.perSecond(doneNow);
        Map<String, Long> counted = new TreeMap<>();
        counters.forEach((name, counter) -> counted.put(name, counter.sum()));
        return new Progress(
                now.name, now.unit, now.total, doneNow, rate, RateMeter.remaining(now.total - doneNow, rate), counted);
    }

    private record Phase(String name, String unit, long total) {}
}
