package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.ApiException;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.Task;
import io.ebsnap.api.TaskResult;
import io.ebsnap.api.TaskState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Promise 1, as somebody keeps books of it who takes and deletes snapshots of an image while daemons die. */
final class PromisedSnapshots {

    private final Path target;

    /** Snapshot id -> digest of the image at its instant, of every snapshot that was begun and not deleted. */
    private final Map<String, String> begun;

    /** Snapshots that were seen completed and not asked to be deleted: these must be there for good. */
    private final List<String> completed;

    /** Of nothing yet; {@code target} is what is restored onto. */
    PromisedSnapshots(Path target) {
        this(target, Map.of(), List.of());
    }

    private PromisedSnapshots(Path target, Map<String, String> begun, List<String> completed) {
        this.target = target;
        this.begun = new HashMap<>(begun);
        this.completed = new ArrayList<>(completed);
    }

    /** The same books, to be kept on apart from these. */
    PromisedSnapshots copy() {
        return new PromisedSnapshots(target, begun, completed);
    }

    /** Ids of what must be there. */
    List<String> completed() {
        return List.copyOf(completed);
    }

    /** Takes a snapshot, and waits for its end. */
    void take(Jobs jobs, TestImage image) {
        Snapshot snapshot = jobs.begin(image.file());
        begun.put(snapshot.snapshotId(), image.digest());
        if (jobs.settled(snapshot.snapshotId()).state().equals("completed")) {
            completed.add(snapshot.snapshotId());
        }
    }

    /** Deletes a snapshot. */
    void forget(Jobs jobs, String snapshotId) {
        completed.remove(snapshotId); // from here on it may be there or not
        try {
            jobs.delete(snapshotId);
        } catch (ApiException e) {
            throw new AssertionError("deleting " + snapshotId, e);
        }
        begun.remove(snapshotId);
    }

    /** Everything that looks whole is whole, and nothing that was whole is missing. */
    void check(RunningDaemon daemon) {
        settled(daemon).forEach(snapshot -> requireWhole(daemon, snapshot));
    }

    /** As {@link #check}, but of what looks whole only the last and another one are looked at. */
    void checkSome(RunningDaemon daemon, Random random) {
        List<Snapshot> whole = settled(daemon);
        if (!whole.isEmpty()) {
            requireWhole(daemon, whole.getLast());
            requireWhole(daemon, whole.get(random.nextInt(whole.size())));
        }
    }

    private List<Snapshot> settled(RunningDaemon daemon) {
        Jobs jobs = new Jobs(daemon);
        List<Snapshot> listed = jobs.snapshots();
        assertThat(listed.stream().filter(s -> s.state().equals("completed")).map(Snapshot::snapshotId))
                .as("completed snapshots after a kill")
                .containsAll(completed);
        return listed.stream()
                .map(snapshot -> snapshot.isSettled() ? snapshot : jobs.settled(snapshot.snapshotId()))
                .filter(snapshot -> snapshot.state().equals("completed"))
                .toList();
    }

    private void requireWhole(RunningDaemon daemon, Snapshot snapshot) {
        @Nullable String digest = begun.get(snapshot.snapshotId());
        requireCompleted(new Jobs(daemon).restore(snapshot.snapshotId(), target, false));
        if (digest != null) { // unknown only if the daemon died before it had answered
            assertThat(TestImage.digest(target)).as("content of " + snapshot).isEqualTo(digest);
        }
    }

    /** All space of aborted work comes back, nothing is damaged, and the daemon stops as it should. */
    void finishCleanly(DaemonHome home, RunningDaemon daemon) {
        Jobs jobs = new Jobs(daemon);
        check(daemon);
        Task verified = jobs.verifyStore();
        requireCompleted(verified);
        @Nullable TaskResult found = verified.result();
        assertThat(found != null && !found.damageFound())
                .as(verified.toString())
                .isTrue();
        for (Snapshot snapshot : jobs.snapshots()) {
            jobs.delete(snapshot.snapshotId());
        }
        requireCompleted(jobs.collectGarbage());
        assertThat(packBytes(home))
                .as("bytes of packs when every snapshot is gone")
                .isZero();
        assertThat(daemon.stop()).isZero();
    }

    private static long packBytes(DaemonHome home) {
        Path packs = home.data().resolve("store").resolve("packs");
        try (Stream<Path> files = Files.walk(packs)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails unless a task was completed. */
    static void requireCompleted(Task task) {
        if (task.state() != TaskState.COMPLETED) {
            throw new AssertionError("not completed: " + task);
        }
    }
}
