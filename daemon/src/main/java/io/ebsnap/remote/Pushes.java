package io.ebsnap.remote;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.PushRecord;
import io.ebsnap.catalog.RemoteRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.task.TaskBoard;
import io.ebsnap.task.TaskCancelled;
import io.ebsnap.task.TaskKind;
import io.ebsnap.task.TaskResult;
import io.ebsnap.task.TaskRun;
import io.ebsnap.task.TaskView;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies to remotes: the remote makes the copy, and this side makes the connections on which it reads. Each is a task, and a record of the catalog until the copy has ended, so that the next
 * daemon goes on with it. Safe for use by several threads.
 */
public final class Pushes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pushes.class);
    private static final long LOOK_MILLIS = 500;

    private final RemoteService service;
    private final Parts parts;

    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * What they are made with.
     *
     * @param catalog of what is under way
     * @param tasks of which each is one; closed after this
     * @param contents where snapshots are read
     */
    public record Parts(Catalog catalog, TaskBoard tasks, Contents contents) {}

    Pushes(RemoteService service, Parts parts) {
        this.service = service;
        this.parts = parts;
    }

    /** Goes on with what an earlier daemon has begun. */
    public void resume() {
        for (PushRecord record : records()) {
            try {
                TaskView unused = start(record);
            } catch (Failure e) {
                LOG.error("snapshot={} is not pushed on: {}", record.snapshotId(), e.getMessage());
            }
        }
    }

    PushPlan plan(PushOrder order) {
        try (PushLines _ = lines(order)) {
            return asked(order, line -> line.planPush(order));
        }
    }

    TaskView push(PushOrder order) {
        RemoteRecord remote = service.remotes().require(order.remote());
        SnapshotId copy;
        try (PushLines _ = lines(order)) {
            copy = asked(order, line -> line.push(order));
        }
        PushRecord record = new PushRecord(
                copy.value(),
                order.source().value(),
                remote.fingerprint(),
                service.surroundings().clock().instant().truncatedTo(ChronoUnit.MILLIS));
        if (records().stream().anyMatch(known -> known.copySnapshotId().equals(copy.value()))) {
            throw new Failure.Conflict(
                    order.source() + " is being pushed to " + order.remote() + " already", "ebsnap task list shows it");
        }
        parts.catalog().create(CatalogKind.PUSH, record);
        return start(record);
    }

    private PushLines lines(PushOrder order) {
        order.check();
        RemoteRecord remote = service.remotes().require(order.remote());
        Object unused = parts.contents().offers().require(remote.ownerId(), order.source());
        return PushLines.start(new PushLines.Parts(
                service, () -> service.remotes().require(order.remote()), order.source(), parts.contents()));
    }

    /** A question. */
    private interface Question<T> {
        T put(Asking line) throws IOException;
    }

    private <T> T asked(PushOrder order, Question<T> question) {
        try (Asking line = service.lines().ask(service.remotes().require(order.remote()))) {
            return question.put(line);
        } catch (IOException e) {
            throw new Failure.Unavailable("remote " + order.remote() + " stopped answering: " + e, e);
        }
    }

    private TaskView start(PushRecord record) {
        RemoteRecord remote = known(record);
        String subject = record.snapshotId() + " to " + remote.name() + "/" + record.copySnapshotId();
        return parts.tasks().start(TaskKind.PUSH, subject, run -> perform(record, run));
    }

    private TaskResult perform(PushRecord record, TaskRun run) {
        PushLines.Parts serving = new PushLines.Parts(
                service, () -> known(record), new SnapshotId(record.snapshotId()), parts.contents());
        run.phase("waiting");
        try (PushLines _ = PushLines.start(serving)) {
            return followed(record, run);
        } catch (TaskCancelled e) {
            if (!isClosed()) {
                cancel(record);
            }
            throw e;
        }
    }

    /** Looks again and again how far the remote is, over breaks. */
    private TaskResult followed(PushRecord record, TaskRun run) {
        long told = 0;
        for (int failures = 0; ; ) {
            requireWanted(run);
            try (Asking line = service.lines().ask(known(record))) {
                for (; ; pause(LOOK_MILLIS)) {
                    requireWanted(run);
                    PushStatus status = line.status(new SnapshotId(record.copySnapshotId()), false);
                    failures = 0;
                    told = tell(run, status, told);
                    if (status.state() != PushStatus.State.PENDING) {
                        return ended(record, run, status);
                    }
                }
            } catch (IOException | Failure.Unavailable e) {
                LOG.debug("snapshot={} push: {}", record.snapshotId(), e.toString());
                run.phase("calling");
                pause(Math.max(1, service.limits().pauseBefore(++failures).toMillis()));
            } catch (Failure e) {
                forget(record);
                throw e;
            }
        }
    }

    private void requireWanted(TaskRun run) {
        run.checkpoint();
        if (isClosed()) {
            throw new Failure.Unavailable("the daemon stops, and the next one goes on", null);
        }
    }

    private static long tell(TaskRun run, PushStatus status, long told) {
        if (told == 0) {
            run.expect("bytes", status.bytesTotal());
        }
        run.phase("copying");
        // A copy that begins anew counts anew.
        run.advance(Math.max(0, status.bytesDone() - told));
        return Math.max(told, status.bytesDone());
    }

    private TaskResult ended(PushRecord record, TaskRun run, PushStatus status) {
        forget(record);
        return switch (status.state()) {
            case COMPLETED -> new PushResult(status.bytesTotal(), run.elapsed().toMillis());
            case ERROR -> throw new Failure.Unavailable("the copy there failed: " + status.message(), null);
            case GONE, PENDING -> throw new Failure.NotFound("the copy there was deleted");
        };
    }

    /** The copy there is ended too, if it can be told; else it ends when somebody deletes it. */
    private void cancel(PushRecord record) {
        forget(record);
        try (Asking line = service.lines().ask(known(record))) {
            PushStatus unused = line.status(new SnapshotId(record.copySnapshotId()), true);
        } catch (IOException | Failure e) {
            LOG.warn("snapshot={} the copy there is not ended: {}", record.snapshotId(), e.getMessage());
        }
    }

    private void forget(PushRecord record) {
        boolean unused = parts.catalog().delete(CatalogKind.PUSH, record.copySnapshotId());
    }

    private RemoteRecord known(PushRecord record) {
        return service.remotes()
                .find(new Fingerprint(record.fingerprint()))
                .orElseThrow(() -> new Failure.NotFound("the remote is not known any more"));
    }

    private List<PushRecord> records() {
        try (Stream<PushRecord> all = parts.catalog().list(CatalogKind.PUSH)) {
            return all.toList();
        }
    }

    /** Waits, but not beyond the end of the daemon. */
    private void pause(long millis) {
        try {
            boolean unused = closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.Unavailable("interrupted while a remote copies", e);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** What is under way is not given up: the next daemon goes on. */
    @Override
    public void close() {
        closed.countDown();
    }
}
