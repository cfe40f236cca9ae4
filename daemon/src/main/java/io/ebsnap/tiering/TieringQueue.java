package io.ebsnap.tiering;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.task.Progress;
import io.ebsnap.task.TaskCancelled;
import io.ebsnap.task.TaskId;
import io.ebsnap.task.TaskKind;
import io.ebsnap.task.TaskResult;
import io.ebsnap.task.TaskRun;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the moves that records say are in progress, a few at a time, the oldest first: so the records are the queue, and a daemon that starts goes on with
 * them. One for which the archive is away waits until it is there.
 */
final class TieringQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TieringQueue.class);
    private static final Comparator<SnapshotRecord> OLDEST_FIRST = Comparator.comparing((SnapshotRecord snapshot) ->
                    Objects.requireNonNull(snapshot.tiering()).lastTieringStartTime())
            .thenComparing(SnapshotRecord::snapshotId);

    private final TieringParts parts;
    private final TieringSettings settings;

    @GuardedBy("this")
    private final Map<String, TaskId> running = new HashMap<>();

    private volatile boolean closed;

    TieringQueue(TieringParts parts, TieringSettings settings) {
        this.parts = parts;
        this.settings = settings;
    }

    /** Begins what can be begun now. */
    synchronized void kick() {
        if (closed || !isArchiveThere()) {
            return;
        }
        for (SnapshotRecord snapshot : waiting()) {
            if (running.size() >= settings.runningMax()) {
                return;
            }
            try {
                begin(snapshot);
            } catch (Failure.Exhausted e) {
                LOG.info("snapshot={} waits to be moved: {}", snapshot.snapshotId(), e.getMessage());
                return;
            }
        }
    }

    /** How far a move is; empty if it waits, or there is none. */
    synchronized Optional<Progress> progress(String snapshot) {
        return Optional.ofNullable(running.get(snapshot))
                .map(task -> parts.tasks().show(task).progress());
    }

    /** Ends the task of a move whose record says that it has ended. */
    synchronized void cancel(String snapshot) {
        Optional.ofNullable(running.get(snapshot)).ifPresent(task -> {
            var unused = parts.tasks().cancel(task);
        });
    }

    /** What is running is cut off, and the next daemon goes on with it. */
    @Override
    public void close() {
        closed = true;
        List<TaskId> left;
        synchronized (this) {
            left = List.copyOf(running.values());
        }
        left.forEach(task -> {
            var unused = parts.tasks().cancel(task);
        });
    }

    @GuardedBy("this")
    private void begin(SnapshotRecord snapshot) {
        String id = snapshot.snapshotId();
        String subject = id + (snapshot.inArchive() ? " out of the archive" : " into the archive");
        running.put(
                id,
                parts.tasks()
                        .start(TaskKind.TIERING, subject, run -> perform(snapshot, run))
                        .id());
    }

    private TaskResult perform(SnapshotRecord snapshot, TaskRun run) {
        String id = snapshot.snapshotId();
        try {
            TieringResult result = new TieringRun(parts, settings, snapshot, run).perform();
            LOG.info("snapshot={} moved, bytes {} -> {}", id, result.bytesBefore(), result.bytesAfter());
            ended(id);
            return result;
        } catch (RuntimeException e) {
            noteEnd(snapshot, e);
            ended(id);
            throw e;
        } catch (Error e) {
            forget(id);
            throw e;
        }
    }

    /** What the end of the daemon cuts off, or an archive that goes away, goes on later. */
    private void noteEnd(SnapshotRecord snapshot, RuntimeException why) {
        if (closed || (why instanceof Failure.Unavailable && !isArchiveThere())) {
            return;
        }
        fail(
                snapshot,
                switch (why) {
                    case TaskCancelled cancelled -> "cancelled on request";
                    case Failure failure -> String.valueOf(failure.getMessage());
                    default -> "internal error: " + why;
                });
    }

    private synchronized void forget(String snapshot) {
        running.remove(snapshot);
    }

    private void ended(String snapshot) {
        forget(snapshot);
        try {
            kick();
        } catch (Failure e) {
            LOG.warn("moves between tiers wait: {}", e.getMessage());
        }
    }

    /** Says that a move has failed, unless somebody said already how it ended and maybe ordered another one, or the snapshot is gone. */
    private void fail(SnapshotRecord snapshot, String why) {
        String id = snapshot.snapshotId();
        Instant ordered = Objects.requireNonNull(snapshot.tiering()).lastTieringStartTime();
        try {
            SnapshotRecord unused = Snapshots.update(
                    parts.catalog(),
                    id,
                    old -> Snapshots.underWay(old)
                            .filter(moves -> moves.lastTieringStartTime().equals(ordered))
                            .map(moves -> old.in(
                                    old.storageTier(),
                                    moves.failed(
                                            Snapshots.cut(why),
                                            parts.surroundings()
                                                    .clock()
                                                    .instant()
                                                    .truncatedTo(ChronoUnit.MILLIS))))
                            .orElse(old));
        } catch (Failure e) {
            LOG.warn("snapshot={} that it was not moved cannot be noted: {}", id, e.getMessage());
        }
    }

    @GuardedBy("this")
    private List<SnapshotRecord> waiting() {
        Set<String> begun = Set.copyOf(running.keySet());
        try (Stream<SnapshotRecord> all = parts.catalog().list(CatalogKind.SNAPSHOT)) {
            return all.filter(snapshot -> Snapshots.underWay(snapshot).isPresent())
                    .filter(snapshot -> !begun.contains(snapshot.snapshotId()))
                    .sorted(OLDEST_FIRST)
                    .toList();
        }
    }

    private boolean isArchiveThere() {
        try {
            parts.archive().place().requireThere();
            return true;
        } catch (Failure e) {
            return false;
        }
    }
}
