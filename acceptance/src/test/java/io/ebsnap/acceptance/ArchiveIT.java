package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots in an archive by the command line on the real daemon, which is killed in the middle of a move. */
@RequiresRoot
class ArchiveIT {

    private static final long IMAGE_BYTES = (24L << 20) + 4096;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private DaemonHome home;

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private TestImage image;

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private CommandLine ebsnap;

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private Path archive;

    @BeforeEach
    void prepare() throws IOException {
        home = DaemonHome.in(folder);
        archive = Files.createDirectory(folder.resolve("archive"));
        Files.writeString(home.config(), "[archive]\ndirectory = \"" + archive + "\"\n");
        image = new TestImage(folder.resolve("source.img"), IMAGE_BYTES, new Random(7));
        image.change(60);
        ebsnap = new CommandLine(home);
    }

    @Test
    void aSnapshotGoesIntoTheArchiveThroughAKillAndComesBack() throws IOException {
        String snapshot;
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            snapshot = CommandLine.snapshotId(
                    ebsnap.run("snapshot", "create", image.file().toString()));
            assertThat(ebsnap.run("snapshot", "archive", "--dry-run", snapshot)).contains("would take in the archive");
            assertThat(ebsnap.run("archive", "status")).contains("unmade");
            assertThat(daemon.stop()).isZero();
        }
        try (RunningDaemon doomed = RunningDaemon.launch(home, Map.of("EBSNAP_CRASH_AT", "tiering.after-flush"))) {
            doomed.awaitReady();
            // Whether the command still sees the end depends on when the daemon dies.
            ebsnap.attempt("snapshot", "archive", snapshot);
            assertThat(doomed.awaitEnd()).isNotZero();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            awaitTier(snapshot, "archival-completed");
            assertThat(ebsnap.run("snapshot", "list", "--tier", "archive")).contains(snapshot);
            assertThat(ebsnap.run("snapshot", "show", snapshot)).contains("archive");
            ebsnap.run("store", "gc");
            ebsnap.run("archive", "verify");
            ebsnap.run("store", "verify");
            assertThat(ebsnap.run("archive", "status")).contains("available").contains("saved");
            assertThat(ebsnap.run("store", "stats")).contains("packs in the archive");
            assertRestores(snapshot);
            assertThat(daemon.stop()).isZero();
        }
        Path away = Files.move(archive, folder.resolve("away"));
        Files.createDirectory(archive);
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            assertAwayIsSaid(snapshot);
            Files.delete(archive.resolve(".uploads"));
            Files.delete(archive);
            Files.move(away, archive);
            assertRestores(snapshot);
            assertThat(ebsnap.attempt("snapshot", "delete", snapshot).output()).contains("--before-minimum");
            ebsnap.run("snapshot", "unarchive", "--days", "1", "--wait", snapshot);
            assertThat(ebsnap.run("snapshot", "show", snapshot)).contains("in the store too until");
            assertThat(ebsnap.attempt("snapshot", "unarchive", "--permanent", snapshot)
                            .status())
                    .isNotZero();
            ebsnap.run("snapshot", "unarchive", "--permanent", "--before-minimum", "--wait", snapshot);
            ebsnap.run("archive", "gc");
            assertThat(ebsnap.run("events", "--last", "60"))
                    .contains("createArchive", "archiveSnapshot", "permanentRestoreSnapshot");
            assertThat(daemon.stop()).isZero();
        }
        Files.move(archive, folder.resolve("gone"));
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            assertRestores(snapshot);
            assertThat(daemon.stop()).isZero();
        }
    }

    /** As by a disk that is not mounted. */
    private void assertAwayIsSaid(String snapshot) {
        Path target = folder.resolve("none.img");
        assertThat(ebsnap.attempt("restore", "--force", snapshot, target.toString())
                        .output())
                .contains("is the file system mounted?");
        assertThat(ebsnap.run("status")).contains("archived snapshots cannot be read");
    }

    private void awaitTier(String snapshot, String status) {
        while (!ebsnap.run("snapshot", "tiers", snapshot).contains(status)) {
            RunningDaemon.pause();
        }
    }

    private void assertRestores(String snapshot) {
        Path target = folder.resolve("restored.img");
        ebsnap.run("restore", "--force", snapshot, target.toString());
        assertThat(TestImage.digest(target)).isEqualTo(image.digest());
    }
}
