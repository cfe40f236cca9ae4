package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.FastSnapshotRestore;
import io.ebsnap.api.Filter;
import io.ebsnap.api.Hydration;
import io.ebsnap.api.Page;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshots;
import io.ebsnap.api.SnapshotTierStatus;
import io.ebsnap.api.Task;
import io.ebsnap.api.TaskProgress;
import io.ebsnap.api.TaskRequest.DescribeTasks;
import io.ebsnap.api.TaskState;
import io.ebsnap.api.Transfer;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeMove;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/** Asks the daemon again and again how far its work is, until it has ended. Ctrl-C ends the watching, never the work. */
final class Watch {

    private static final long PAUSE_MILLIS_MIN = 20;
    private static final long PAUSE_MILLIS_MAX = 500;

    /** Waiting for the next answer adds at most this part to what the work takes. */
    private static final long PAUSE_SHARE = 32;

    private final ApiClient daemon;
    private final Renderer renderer;
    private final Pause pause;
    private final LongSupplier nanoTime;

    Watch(ApiClient daemon, Renderer renderer, Pause pause, LongSupplier nanoTime) {
        this.daemon = daemon;
        this.renderer = renderer;
        this.pause = pause;
        this.nanoTime = nanoTime;
    }

    /** Waits until each snapshot is completed or in error, and returns them as they are then. */
    List<Snapshot> snapshots(List<String> snapshotIds) {
        String command = "ebsnap snapshot wait " + String.join(" ", snapshotIds);
        Progress progress = new Progress(renderer, nanoTime, String.join(", ", snapshotIds));
        DescribeSnapshots question = new DescribeSnapshots(snapshotIds, List.of(), Page.FIRST);
        try (Farewell farewell = new Farewell(renderer, command)) {
            long began = nanoTime.getAsLong();
            while (true) {
                List<Snapshot> now = daemon.call(question).snapshots();
                if (now.stream().allMatch(Snapshot::isSettled)) {
                    progress.end();
                    return now;
                }
                progress.show(moment(now));
                farewell.pause(pause, millisAfter(nanoTime.getAsLong() - began));
            }
        }
    }

    private static Progress.Moment moment(List<Snapshot> snapshots) {
        List<Transfer> transfers = snapshots.stream()
                .map(Snapshot::transfer)
                .filter(Objects::nonNull)
                .toList();
        long total = transfers.stream().mapToLong(Transfer::bytesTotal).sum();
        long done = transfers.stream().mapToLong(Transfer::bytesDone).sum();
        long stored = transfers.stream().mapToLong(Transfer::bytesStored).sum();
        long rate = transfers.stream().mapToLong(Transfer::rateBytesPerSecond).sum();
        Long eta = transfers.stream()
                .map(Transfer::etaSeconds)
                .filter(Objects::nonNull)
                .max(Long::compare)
                .orElse(null);
        String phase = transfers.isEmpty() ? "starting" : transfers.getFirst().phase();
        String detail = Human.size(done) + " of " + Human.size(total) + ", " + Human.size(stored) + " stored, "
                + Human.rate(rate);
        return new Progress.Moment(phase, done, total, detail, eta);
    }

    /** Waits until a task has ended, and returns it as it is then. */
    Task task(String taskId) {
        Progress progress = new Progress(renderer, nanoTime, taskId);
        try (Farewell farewell = new Farewell(renderer, "ebsnap task wait " + taskId)) {
            long began = nanoTime.getAsLong();
            while (true) {
                Task task =
                        daemon.call(new DescribeTasks(List.of(taskId))).tasks().getFirst();
                if (task.state() != TaskState.RUNNING) {
                    progress.end();
                    return task;
                }
                progress.show(moment(task.progress()));
                farewell.pause(pause, millisAfter(nanoTime.getAsLong() - began));
            }
        }
    }

    /** Waits until each fast restore that was ordered has come to its end, enabled or disabled, and returns them as they are then. */
    List<FastSnapshotRestore> fastRestores(List<FastSnapshotRestore> ordered) {
        List<String> snapshots =
                ordered.stream().map(FastSnapshotRestore::snapshotId).distinct().toList();
        List<Filter> filters = List.of(
                new Filter("snapshot-id", snapshots),
                new Filter(
                        "availability-zone",
                        ordered.stream()
                                .map(FastSnapshotRestore::availabilityZone)
                                .distinct()
                                .toList()));
        Progress progress = new Progress(renderer, nanoTime, String.join(", ", snapshots));
        try (Farewell farewell = new Farewell(renderer, "ebsnap fsr list " + String.join(" ", snapshots))) {
            long began = nanoTime.getAsLong();
            while (true) {
                List<FastSnapshotRestore> now = FastRestoreListing.all(daemon, filters);
                List<FastSnapshotRestore> open =
                        now.stream().filter(restore -> !isSettled(restore)).toList();
                if (open.isEmpty()) {
                    progress.end();
                    return now;
                }
                progress.show(FastRestoreViews.moment(open));
                farewell.pause(pause, millisAfter(nanoTime.getAsLong() - began));
            }
        }
    }

    private static boolean isSettled(FastSnapshotRestore restore) {
        return restore.state().equals(FastSnapshotRestore.ENABLED)
                || restore.state().equals(FastSnapshotRestore.DISABLED);
    }

    /** Waits until a snapshot is not being moved between tiers, and returns it as it is then. */
    List<SnapshotTierStatus> tiers(String snapshot) {
        List<Filter> filters = List.of(new Filter("snapshot-id", List.of(snapshot)));
        Progress progress = new Progress(renderer, nanoTime, snapshot);
        try (Farewell farewell = new Farewell(renderer, "ebsnap snapshot tiers " + snapshot)) {
            long began = nanoTime.getAsLong();
            while (true) {
                List<SnapshotTierStatus> now = SnapshotTiers.all(daemon, filters);
                if (now.stream().allMatch(SnapshotTierStatus::isSettled)) {
                    progress.end();
                    return now;
                }
                progress.show(TierViews.moment(now.getFirst()));
                farewell.pause(pause, millisAfter(nanoTime.getAsLong() - began));
            }
        }
    }

    /** Waits until a volume that is being moved has moved, or is not being moved any more, and returns it as it is then. */
    Volume move(String volume) {
        Progress progress = new Progress(renderer, nanoTime, volume);
        try (Farewell farewell = new Farewell(renderer, "ebsnap volume show " + volume)) {
            long began = nanoTime.getAsLong();
            while (true) {
                Volume now = VolumeShow.find(daemon, volume);
                VolumeMove move = now.served() == null ? null : now.served().move();
                if (move == null || move.state().equals(VolumeMove.FAILED)) {
                    progress.end();
                    return now;
                }
                progress.show(moment(move, nanoTime.getAsLong() - began));
                farewell.pause(pause, millisAfter(nanoTime.getAsLong() - began));
            }
        }
    }

    /** Waits until a volume that is being made can be used, or cannot be made, and returns it as it is then. */
    Volume creation(String volume) {
        Progress progress = new Progress(renderer, nanoTime, volume);
        try (Farewell farewell = new Farewell(renderer, "ebsnap volume show " + volume)) {
            long began = nanoTime.getAsLong();
            while (true) {
                Volume now = VolumeShow.find(daemon, volume);
                if (!now.state().equals("creating")) {
                    progress.end();
                    return now;
                }
                farewell.pause(pause, millisAfter(nanoTime.getAsLong() - began));
            }
        }
    }

    private static Progress.Moment moment(VolumeMove move, long nanos) {
        long rate = nanos <= 0 ? 0 : (long) (move.bytesDone() / (nanos / 1e9));
        return new Progress.Moment(
                move.state(),
                move.bytesDone(),
                move.bytesTotal(),
                Human.size(move.bytesDone()) + " of " + Human.size(move.bytesTotal()),
                rate <= 0 ? null : (move.bytesTotal() - move.bytesDone()) / rate);
    }

    /** Waits until a managed volume has come so far, or cannot because of what is damaged, and returns it as it is then. */
    Volume hydration(String volume, HydrationGoal goal) {
        Progress progress = new Progress(renderer, nanoTime, volume);
        try (Farewell farewell = new Farewell(renderer, "ebsnap volume wait " + volume + " --until " + goal)) {
            long began = nanoTime.getAsLong();
            while (true) {
                Volume now = VolumeShow.find(daemon, volume);
                Hydration hydration = hydrationOf(now);
                if (goal.isSettled(hydration)) {
                    progress.end();
                    return now;
                }
                progress.show(goal.moment(hydration));
                farewell.pause(pause, millisAfter(nanoTime.getAsLong() - began));
            }
        }
    }

    /**
     * How far a volume's content has come.
     *
     * @throws Refusal if it is not a managed one
     */
    static Hydration hydrationOf(Volume volume) {
        if (volume.served() == null) {
            throw new Refusal(
                    ExitCode.USAGE,
                    volume.volumeId() + " is registered: nothing fills it",
                    "only managed volumes are hydrated; ebsnap volume list shows them");
        }
        return volume.served().hydration();
    }

    private static long millisAfter(long elapsedNanos) {
        long share = elapsedNanos / 1_000_000 / PAUSE_SHARE;
        return Math.clamp(share, PAUSE_MILLIS_MIN, PAUSE_MILLIS_MAX);
    }

    private static Progress.Moment moment(TaskProgress progress) {
        boolean bytes = progress.unit().equals("bytes");
        String done = bytes ? Human.size(progress.done()) : Human.count(progress.done());
        String total = bytes ? Human.size(progress.total()) : Human.count(progress.total());
        String rate = bytes ? Human.rate(progress.ratePerSecond()) : Human.count(progress.ratePerSecond()) + "/s";
        String amount = progress.total() > 0 ? done + " of " + total : done;
        String detail = (bytes ? amount : amount + " " + progress.unit()) + ", " + rate;
        return new Progress.Moment(progress.phase(), progress.done(), progress.total(), detail, progress.etaSeconds());
    }
}
