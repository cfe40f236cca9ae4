package io.ebsnap.snapshot;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The snapshots that are pending in this daemon: at most one of a volume and a bounded number of all run at a time, the others wait
 * in the order of their coming. Safe for use by several threads.
 */
final class SnapshotQueue {

    private final SnapshotSettings settings;
    private final SnapshotTurns turns = new SnapshotTurns(this::isHeld);

    /** Waiting and running ones, in the order of their coming. */
    @GuardedBy("this")
    private final Map<String, SnapshotJob> jobs = new LinkedHashMap<>();

    @GuardedBy("this")
    private final Set<SnapshotJob> running = new HashSet<>();

    @GuardedBy("this")
    private int reserved;

    @GuardedBy("this")
    private boolean closed;

    SnapshotQueue(SnapshotSettings settings) {
        this.settings = settings;
    }

    /** Waits, if it has patience, until the volumes with these ids are free for another instant: see {@link SnapshotTurns#next}. */
    SnapshotTurns.Turn turn(Set<String> volumes, Duration patience) {
        return turns.next(volumes, patience);
    }

    /** Nobody waits for what a closed queue will not take. */
    private synchronized boolean isHeld(String volume) {
        return !closed && exclusiveOf(volume).isPresent();
    }

    /**
     * Makes sure that so many snapshots more can be submitted.
     *
     * @throws Failure.Exhausted if they would be too many
     * @throws Failure.Conflict if the daemon stops
     */
    synchronized void reserve(int count) {
        if (closed) {
            throw new Failure.Conflict("the daemon is stopping");
        }
        int pending = jobs.size() + reserved;
        if (pending + count > settings.pendingMax()) {
            throw new Failure.Exhausted(
                    pending + " snapshots are pending, and no more than " + settings.pendingMax() + " may be",
                    "wait for some to complete",
                    null);
        }
        reserved += count;
    }

    /** Gives reserved places back. */
    synchronized void unreserve(int count) {
        reserved -= count;
    }

    /** Takes snapshots over; their places were reserved, and are given back by {@link #unreserve}. */
    synchronized void submit(Collection<SnapshotJob> added) {
        for (SnapshotJob job : added) {
            jobs.put(job.id(), job);
        }
        startNext();
    }

    synchronized Optional<SnapshotJob> find(String snapshot) {
        return Optional.ofNullable(jobs.get(snapshot));
    }

    /** A pending snapshot of a volume whose instant lets no other be had. */
    synchronized Optional<SnapshotJob> exclusiveOf(String volume) {
        return jobs.values().stream()
                .filter(job -> job.volume().equals(volume) && job.exclusive())
                .findFirst();
    }

    /** Stops what waits or runs, and takes nothing more. */
    List<SnapshotJob> close() {
        List<SnapshotJob> ending;
        synchronized (this) {
            closed = true;
            ending = new ArrayList<>(jobs.values());
        }
        turns.changed();
        ending.forEach(job -> stop(job, StopReason.SHUTDOWN));
        return ending;
    }

    /** Stops one: at once if it waits. */
    void stop(SnapshotJob job, StopReason reason) {
        job.stop(reason);
        synchronized (this) {
            if (jobs.containsKey(job.id()) && !running.contains(job)) {
                start(job);
            }
        }
    }

    @GuardedBy("this")
    private void startNext() {
        for (SnapshotJob job : List.copyOf(jobs.values())) {
            boolean turn = hasRoom(job.isTransfer()) && !isBusy(job.lane());
            if (!running.contains(job) && (turn || job.urgent())) {
                start(job);
            }
        }
    }

    @GuardedBy("this")
    private boolean isBusy(String lane) {
        return running.stream().anyMatch(job -> job.lane().equals(lane));
    }

    /** What comes from far away may wait for long: it takes no place of what is here. */
    @GuardedBy("this")
    private boolean hasRoom(boolean transfer) {
        long beside =
                running.stream().filter(job -> job.isTransfer() == transfer).count();
        return beside < (transfer ? settings.transfersMax() : settings.runningMax());
    }

    @GuardedBy("this")
    private void start(SnapshotJob job) {
        running.add(job);
        Thread.ofPlatform().name("snapshot-" + job.id().substring(5, 13)).start(() -> {
            try {
                job.run();
            } finally {
                ended(job);
            }
        });
    }

    private void ended(SnapshotJob job) {
        List<SnapshotJob> doomed;
        synchronized (this) {
            running.remove(job);
            jobs.remove(job.id());
            if (!closed) {
                startNext();
            }
            doomed = jobs.values().stream().filter(job::failedFor).toList();
        }
        turns.changed();
        doomed.forEach(other -> stop(other, StopReason.CANCELLED));
    }
}
