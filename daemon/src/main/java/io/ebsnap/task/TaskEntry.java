package io.ebsnap.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One task: its thread, and what became of it. */
final class TaskEntry {

    private static final Logger LOG = LoggerFactory.getLogger(TaskEntry.class);

    private final TaskRun run;
    private final TaskKind kind;
    private final String subject;
    private final InstantSource clock;
    private final Instant started;
    private volatile @Nullable Thread thread;

    @GuardedBy("this")
    private TaskState state = TaskState.RUNNING;

    @GuardedBy("this")
    private String message = "";

    @GuardedBy("this")
    private String hint = "";

    @GuardedBy("this")
    private @Nullable Instant ended;

    @GuardedBy("this")
    private @Nullable Progress last;

    @GuardedBy("this")
    private @Nullable TaskResult result;

    @GuardedBy("this")
    private @Nullable Failure failure;

    TaskEntry(TaskRun run, TaskKind kind, String subject, InstantSource clock) {
        this.run = run;
        this.kind = kind;
        this.subject = subject;
        this.clock = clock;
        this.started = clock.instant();
    }

    TaskId id() {
        return run.id();
    }

    void start(TaskBody body) {
        Thread worker = Thread.ofPlatform()
                .name(kind.word() + "-" + run.id().value().substring(5, 13))
                .unstarted(() -> perform(body));
        thread = worker;
        worker.start();
    }

    void cancel() {
        run.cancel();
    }

    void join(long millisMax) throws InterruptedException {
        Thread worker = thread;
        if (worker != null) {
            worker.join(millisMax == Long.MAX_VALUE ? 0 : millisMax);
        }
    }

    synchronized boolean running() {
        return !state.ended();
    }

    /** When it ended, or began if it has not. */
    synchronized Instant ended() {
        return ended == null ? started : ended;
    }

    synchronized TaskView view() {
        Progress progress = last == null ? run.progress() : last;
        return new TaskView(run.id(), kind, subject, state, message, hint, started, ended, progress, result, failure);
    }

    private void perform(TaskBody body) {
        LOG.info("task={} kind={} state=running subject=\"{}\"", run.id(), kind.word(), subject);
        try {
            TaskResult outcome = body.perform(run);
            end(TaskState.COMPLETED, "", "", outcome);
        } catch (TaskCancelled e) {
            end(TaskState.CANCELLED, "cancelled on request", "", null);
        } catch (Failure e) {
            fail(e, text(e), e.hint().orElse(""));
        } catch (RuntimeException | Error e) {
            LOG.error("task={} kind={} unexpected failure", run.id(), kind.word(), e);
            String message = "internal error: " + e;
            fail(new Failure.Internal(message, e), message, "the daemon's log has the details");
        }
    }

    private synchronized void fail(Failure why, String words, String wayOut) {
        failure = why;
        end(TaskState.FAILED, words, wayOut, null);
    }

    private synchronized void end(TaskState to, String why, String wayOut, @Nullable TaskResult outcome) {
        last = run.progress();
        state = to;
        message = why;
        hint = wayOut;
        result = outcome;
        ended = clock.instant();
        LOG.info("task={} kind={} state={} message=\"{}\"", run.id(), kind.word(), to.word(), why);
    }

    private static String text(Failure failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName().toLowerCase(Locale.ROOT) : message;
    }
}
