package io.ebsnap.acceptance;

import io.ebsnap.api.InstantOptions;
import io.ebsnap.api.Page;
import io.ebsnap.api.Request;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotRequest;
import io.ebsnap.api.StartedTask;
import io.ebsnap.api.StoreRequest;
import io.ebsnap.api.Task;
import io.ebsnap.api.TaskRequest;
import io.ebsnap.api.TaskState;
import java.nio.file.Path;
import java.util.List;

/** What a client does with a daemon, each job to its end. */
final class Jobs {

    private final RunningDaemon daemon;

    Jobs(RunningDaemon daemon) {
        this.daemon = daemon;
    }

    /** Begins a snapshot. */
    Snapshot begin(Path device) {
        return daemon.call(new SnapshotRequest.CreateSnapshot(
                        List.of(device.toString()), null, List.of(), InstantOptions.AUTOMATIC))
                .snapshots()
                .getFirst();
    }

    /** Waits until nothing about a snapshot will change any more. */
    Snapshot settled(String snapshotId) {
        while (true) {
            Snapshot snapshot = daemon.call(
                            new SnapshotRequest.DescribeSnapshots(List.of(snapshotId), List.of(), Page.FIRST))
                    .snapshots()
                    .getFirst();
            if (snapshot.isSettled()) {
                return snapshot;
            }
            RunningDaemon.pause();
        }
    }

    /** Takes a snapshot that must succeed. */
    Snapshot take(Path device) {
        Snapshot snapshot = settled(begin(device).snapshotId());
        if (!snapshot.state().equals("completed")) {
            throw new AssertionError(snapshot + "\n" + daemon.log());
        }
        return snapshot;
    }

    /** All snapshots. */
    List<Snapshot> snapshots() {
        return daemon.call(new SnapshotRequest.DescribeSnapshots(List.of(), List.of(), Page.FIRST))
                .snapshots();
    }

    void delete(String snapshotId) {
        daemon.call(new SnapshotRequest.DeleteSnapshot(snapshotId));
    }

    /** Restores onto a target that may hold anything. */
    Task restore(String snapshotId, Path target, boolean skipDamaged) {
        return run(new SnapshotRequest.RestoreSnapshot(snapshotId, target.toString(), true, skipDamaged));
    }

    Task collectGarbage() {
        return run(new StoreRequest.CollectGarbage());
    }

    Task rebuildIndex() {
        return run(new StoreRequest.RebuildIndex());
    }

    Task verifyStore() {
        return run(new StoreRequest.VerifyStore(null, false));
    }

    /** Starts a task and waits for its end. */
    Task run(Request<StartedTask> request) {
        return ended(daemon.call(request).taskId());
    }

    /** Waits for the end of a task. */
    Task ended(String taskId) {
        while (true) {
            Task task = daemon.call(new TaskRequest.DescribeTasks(List.of(taskId)))
                    .tasks()
                    .getFirst();
            if (task.state() != TaskState.RUNNING) {
                return task;
            }
            RunningDaemon.pause();
        }
    }
}
