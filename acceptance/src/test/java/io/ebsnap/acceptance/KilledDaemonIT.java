package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.ApiException;
import io.ebsnap.api.DaemonUnreachable;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.Task;
import io.ebsnap.api.TaskResult;
import io.ebsnap.api.TaskState;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Promise 1 on the real daemon: SIGKILL at random moments and at each named crash point, while snapshots are taken, deleted and
 * collected and the index is rebuilt. After each death a new daemon must have every completed snapshot, to the byte, and
 * nothing half that looks whole.
 *
 * <p>{@code -Debsnap.kills=N} sets the number of random kills, {@code -Debsnap.kill.seed=S} where the chance begins.
 */
@RequiresRoot
class KilledDaemonIT {

    private static final int KILLS = Integer.getInteger("ebsnap.kills", 20);
    private static final long SEED = Long.getLong("ebsnap.kill.seed", 20_261L);
    private static final long IMAGE_BYTES = (24L << 20) + 4096 * 3;
    private static final int SNAPSHOTS_KEPT = 6;

    @TempDir
    private Path folder;

    /** Snapshot id -> digest of the image at its instant, of every snapshot that was begun and not deleted. */
    private final Map<String, String> begun = new HashMap<>();

    /** Snapshots that were seen completed and not asked to be deleted: these must be there for good. */
    private final List<String> completed = new ArrayList<>();

    @Test
    void noCompletedSnapshotIsLostWheneverTheDaemonIsKilled() throws Exception {
        DaemonHome home = DaemonHome.in(folder);
        Random random = new Random(SEED);
        TestImage image = new TestImage(folder.resolve("source.img"), IMAGE_BYTES, random);
        image.change(60);
        for (int kill = 0; kill < KILLS; kill++) {
            RunningDaemon daemon = RunningDaemon.start(home);
            try (daemon) {
                checkSnapshots(daemon, random, kill % 10 == 9);
                Thread killer = killAfter(daemon, random.nextInt(1_200));
                try {
                    while (daemon.isAlive()) {
                        work(daemon, image, random);
                    }
                } catch (DaemonUnreachable expected) {
                    // the daemon died at work, as it should
                } finally {
                    killer.join();
                }
            }
        }
        finishCleanly(home, random);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "snapshot.after-instant",
                "snapshot.after-pending",
                "pack.before-commit",
                "pack.after-commit",
                "index.after-add",
                "snapshot.after-copy",
                "snapshot.after-map",
                "snapshot.after-flush",
                "snapshot.after-tags",
                "snapshot.after-commit",
                "snapshot.after-tracking",
                "delete.before-record",
                "delete.after-record",
                "gc.after-mark",
                "gc.after-doubt",
                "gc.after-condemn",
                "gc.after-repack-commit",
                "gc.after-relocate",
                "gc.after-delete-one",
                "gc.before-doubt-clear",
                "rebuild.after-read",
                "rebuild.after-finish"
            })
    void noCompletedSnapshotIsLostWhenTheDaemonDiesAt(String point) throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        Random random = new Random(SEED + point.hashCode());
        TestImage image = new TestImage(folder.resolve("source.img"), IMAGE_BYTES, random);
        prepare(home, image);

        RunningDaemon doomed = RunningDaemon.launch(home, Map.of("EBSNAP_CRASH_AT", point));
        try (doomed) {
            doomed.awaitReady();
            workThroughEverything(doomed, image);
            throw new AssertionError("the daemon never came to " + point);
        } catch (DaemonUnreachable expected) {
            assertThat(doomed.awaitEnd()).as("killed at " + point).isNotZero();
        }

        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            checkSnapshots(daemon, random, true);
        }
        finishCleanly(home, random);
    }

    /** Snapshots to lose, and garbage of both kinds: wholly dead packs and packs that are partly alive. */
    private void prepare(DaemonHome home, TestImage image) {
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            Jobs jobs = new Jobs(daemon);
            for (int i = 0; i < 5; i++) {
                image.change(i == 0 ? 80 : 25);
                remember(image, jobs.take(image.file()));
            }
            for (int i = 0; i < 3; i++) {
                forget(jobs, completed.get(i == 0 ? 0 : 1));
            }
            assertThat(daemon.stop()).as("clean stop").isZero();
        }
    }

    private void workThroughEverything(RunningDaemon daemon, TestImage image) {
        Jobs jobs = new Jobs(daemon);
        image.change(20);
        Snapshot snapshot = jobs.begin(image.file());
        begun.put(snapshot.snapshotId(), image.digest());
        remember(image, jobs.settled(snapshot.snapshotId()));
        forget(jobs, completed.getFirst());
        requireCompleted(jobs.collectGarbage());
        requireCompleted(jobs.rebuildIndex());
    }

    private void work(RunningDaemon daemon, TestImage image, Random random) {
        Jobs jobs = new Jobs(daemon);
        switch (random.nextInt(10)) {
            case 0, 1 -> jobs.collectGarbage();
            case 2 -> jobs.rebuildIndex();
            case 3, 4 -> {
                if (completed.size() > SNAPSHOTS_KEPT) {
                    forget(jobs, completed.get(random.nextInt(completed.size())));
                }
            }
            default -> {
                image.change(1 + random.nextInt(12));
                Snapshot snapshot = jobs.begin(image.file());
                begun.put(snapshot.snapshotId(), image.digest());
                remember(image, jobs.settled(snapshot.snapshotId()));
            }
        }
    }

    private void remember(TestImage image, Snapshot snapshot) {
        if (snapshot.state().equals("completed")) {
            begun.putIfAbsent(snapshot.snapshotId(), image.digest());
            completed.add(snapshot.snapshotId());
        }
    }

    private void forget(Jobs jobs, String snapshotId) {
        completed.remove(snapshotId); // from here on it may be there or not
        try {
            jobs.delete(snapshotId);
        } catch (ApiException e) {
            throw new AssertionError("deleting " + snapshotId, e);
        }
        begun.remove(snapshotId);
    }

    /** Everything that looks whole is whole, and nothing that was whole is missing. */
    private void checkSnapshots(RunningDaemon daemon, Random random, boolean all) {
        Jobs jobs = new Jobs(daemon);
        List<Snapshot> listed = jobs.snapshots();
        assertThat(listed.stream().filter(s -> s.state().equals("completed")).map(Snapshot::snapshotId))
                .as("completed snapshots after a kill")
                .containsAll(completed);
        List<Snapshot> whole = new ArrayList<>();
        for (Snapshot snapshot : listed) {
            Snapshot settled = snapshot.isSettled() ? snapshot : jobs.settled(snapshot.snapshotId());
            if (settled.state().equals("completed")) {
                whole.add(settled);
            }
        }
        if (!all && !whole.isEmpty()) {
            whole = List.of(whole.getLast(), whole.get(random.nextInt(whole.size())));
        }
        whole.forEach(snapshot -> requireWhole(daemon, snapshot));
    }

    private void requireWhole(RunningDaemon daemon, Snapshot snapshot) {
        @Nullable String digest = begun.get(snapshot.snapshotId());
        Path target = folder.resolve("restored.img");
        requireCompleted(new Jobs(daemon).restore(snapshot.snapshotId(), target, false));
        if (digest != null) { // unknown only if the daemon died before it had answered
            assertThat(TestImage.digest(target)).as("content of " + snapshot).isEqualTo(digest);
        }
    }

    /** All space of aborted work comes back, nothing is damaged, and the last daemon stops as it should. */
    private void finishCleanly(DaemonHome home, Random random) {
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            Jobs jobs = new Jobs(daemon);
            checkSnapshots(daemon, random, true);
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

    private static void requireCompleted(Task task) {
        if (task.state() != TaskState.COMPLETED) {
            throw new AssertionError("not completed: " + task);
        }
    }

    private static Thread killAfter(RunningDaemon daemon, int millis) {
        return Thread.ofPlatform().name("killer").start(() -> {
            try {
                TimeUnit.MILLISECONDS.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            daemon.kill();
        });
    }
}
