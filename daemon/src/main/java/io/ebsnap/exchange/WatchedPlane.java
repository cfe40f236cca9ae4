package io.ebsnap.exchange;

import io.ebsnap.failure.Failure;
import io.ebsnap.task.TaskRun;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.ForwardingDataPlane;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A snapshot as it is read by another program for a task: how far that is, whether it is to go on, and what went wrong first. */
final class WatchedPlane extends ForwardingDataPlane {

    private final TaskRun run;
    private final AtomicReference<@Nullable Failure> failure;

    WatchedPlane(DataPlane plane, TaskRun run, AtomicReference<@Nullable Failure> failure) {
        super(plane);
        this.run = run;
        this.failure = failure;
    }

    @Override
    public boolean readNow(long offset, ByteBuffer target) {
        int length = target.remaining();
        if (run.cancelled() || !super.readNow(offset, target)) {
            return false;
        }
        run.advance(length);
        return true;
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        if (run.cancelled()) {
            throw new Failure.Conflict("the export was cancelled");
        }
        int length = target.remaining();
        try {
            super.read(offset, target);
        } catch (Failure e) {
            failure.compareAndSet(null, e);
            throw e;
        }
        run.advance(length);
    }
}
