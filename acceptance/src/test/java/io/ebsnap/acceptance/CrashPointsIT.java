package io.ebsnap.acceptance;

import static io.ebsnap.acceptance.PromisedSnapshots.requireCompleted;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.DaemonUnreachable;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Promise 1 on the real daemon: it dies at each named crash point, while snapshots are taken, deleted and collected and the index is
 * rebuilt. A new daemon must have every completed snapshot, to the byte, and nothing half that looks whole.
 */
@RequiresRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashPointsIT {

    private static final long SEED = 20_262L;
    private static final long IMAGE_BYTES = (24L << 20) + 4096 * 3;

    private final Path folder;
    private final Path prepared;
    private final PromisedSnapshots promised;

    /** With snapshots to lose, and garbage of both kinds: wholly dead packs and packs that are partly alive. */
    CrashPointsIT(@TempDir Path place) throws IOException {
        folder = Files.createDirectory(place.resolve("work"));
        prepared = place.resolve("prepared");
        promised = new PromisedSnapshots(folder.resolve("restored.img"));
    }

    @BeforeAll
    void prepare() throws IOException {
        TestImage image = new TestImage(folder.resolve("source.img"), IMAGE_BYTES, new Random(SEED));
        try (RunningDaemon daemon = RunningDaemon.start(DaemonHome.in(folder))) {
            Jobs jobs = new Jobs(daemon);
            for (int i = 0; i < 5; i++) {
                image.change(i == 0 ? 80 : 25);
                promised.take(jobs, image);
            }
            for (int i = 0; i < 3; i++) {
                promised.forget(jobs, promised.completed().get(i == 0 ? 0 : 1));
            }
            assertThat(daemon.stop()).as("clean stop").isZero();
        }
        Files.move(folder, prepared);
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
        Commands.run("rm", "-rf", folder.toString());
        Commands.run("cp", "-a", prepared.toString(), folder.toString());
        DaemonHome home = DaemonHome.in(folder);
        TestImage image = TestImage.existing(folder.resolve("source.img"), new Random(SEED + point.hashCode()));
        PromisedSnapshots books = promised.copy();

        RunningDaemon doomed = RunningDaemon.launch(home, Map.of("EBSNAP_CRASH_AT", point));
        try (doomed) {
            doomed.awaitReady();
            workThroughEverything(doomed, image, books);
            throw new AssertionError("the daemon never came to " + point);
        } catch (DaemonUnreachable expected) {
            assertThat(doomed.awaitEnd()).as("killed at " + point).isNotZero();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            books.finishCleanly(home, daemon);
        }
    }

    private static void workThroughEverything(RunningDaemon daemon, TestImage image, PromisedSnapshots books) {
        Jobs jobs = new Jobs(daemon);
        image.change(20);
        books.take(jobs, image);
        books.forget(jobs, books.completed().getFirst());
        requireCompleted(jobs.collectGarbage());
        requireCompleted(jobs.rebuildIndex());
    }
}
