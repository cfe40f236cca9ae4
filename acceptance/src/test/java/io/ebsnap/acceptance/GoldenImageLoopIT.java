package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Golden images with the real daemon, command line and file systems: built, tested, kept or rolled back, also when the daemon is killed or stopped meanwhile. */
@RequiresLoopDevices
@Requires(
        root = true,
        file = "/dev/fuse",
        fileSystem = "ext4",
        command = {"losetup", "unshare", "setpriv", "mkfs.ext4"})
class GoldenImageLoopIT {

    private static final int CONFLICT = 4;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // before each test
    private GoldenImages golden;

    @BeforeEach
    void prepare() throws IOException {
        golden = new GoldenImages(folder);
    }

    @Test
    void versionsAreBuiltTestedKeptAndRolledBack() throws IOException {
        try (RunningDaemon daemon = RunningDaemon.start(golden.home)) {
            String parent = golden.parent();
            golden.pipeline("web", "image = \"" + parent + "\"", "umask", "true");
            assertThat(run("image", "build", "web")).contains("available", "current", parent);
            String one = golden.image("web", 1);
            assertThat(golden.motd(one)).isEqualTo("version 1");
            assertThat(golden.motd(parent)).isEqualTo("original");
            assertThat(run("image", "show", one))
                    .contains("web 1", "built upon base 1", "role=web", "ebsnap:pipeline=web", parent)
                    .contains("ebsnap:pipeline-current=true");
            assertThat(run("image", "builds", execution(1))).contains("| 0022");
            golden.awaitTidy();

            golden.pipeline("web", "pipeline = \"web\"", "true", "echo it is broken; exit 3");
            String images = run("image", "list");
            long snapshots = run("snapshot", "list").lines().count();
            Commands.Result failed = golden.ebsnap.attempt("image", "build", "web");
            assertThat(failed.status()).isEqualTo(CONFLICT);
            assertThat(failed.output()).contains("the test hook failed: exit status 3", "it is broken");
            golden.awaitTidy();
            assertThat(run("image", "list")).isEqualTo(images);
            assertThat(run("snapshot", "list").lines().count()).isEqualTo(snapshots);
            assertThat(run("image", "builds", "web")).contains("failed", "gone", "current");
            assertThat(run("status")).contains("version 2 of image pipeline web failed", one + ", stays current");
            assertThat(run("events", "--last", "40")).contains("buildImage", "failed");

            golden.pipeline("web", "pipeline = \"web\"", "grep -x 'version 1' /proc/self/mounts || true", "true");
            run("image", "build", "web");
            run("image", "build", "web");
            assertThat(run("status")).doesNotContain("image pipeline");
            golden.awaitTidy();
            assertThat(run("image", "list"))
                    .doesNotContain(one)
                    .contains(golden.image("web", 3), golden.image("web", 4));
            assertThat(run("image", "show", golden.image("web", 3)))
                    .doesNotContain("pipeline-current")
                    .containsPattern("deprecated +2");
            assertThat(run("image", "ancestry", golden.image("web", 4))).contains("web 3", "web 4");
            assertThat(run("image", "pipelines")).contains("web", "ENABLED", "A web server");
            whatIsUsedStays();
            assertThat(daemon.stop()).isZero();
        }
    }

    /** Version 3 is protected, 4 is launched, 5 is locked. */
    private void whatIsUsedStays() {
        String three = golden.image("web", 3);
        String four = golden.image("web", 4);
        run("image", "protect", three);
        run("image", "launch", four, "--name", "mine");
        run("image", "build", "web");
        String five = golden.image("web", 5);
        run(
                "snapshot",
                "lock",
                "--mode",
                "governance",
                "--days",
                "1",
                CommandLine.snapshotId(run("image", "show", five)));
        run("image", "build", "web");
        run("image", "build", "web");
        run("image", "build", "web");
        String seven = golden.image("web", 7);
        assertThat(run("image", "list"))
                .contains(three, four, five, seven, golden.image("web", 8))
                .doesNotContain(golden.image("web", 6));
    }

    @Test
    void whatGoesWrongLeavesNothing() throws IOException {
        try (RunningDaemon daemon = RunningDaemon.start(golden.home)) {
            String base = golden.parent();
            String parent = "image = \"" + base + "\"";
            String images = run("image", "list");
            golden.pipeline("used", parent, "(cd \"$EBSNAP_ROOT\"; exec sleep 600) &", "true");
            assertThat(golden.ebsnap.attempt("image", "build", "used").output())
                    .contains("what is mounted of the image is still used", "sleep");
            golden.pipeline("slow", parent, "sleep 600", "true");
            Path slow = golden.pipelines.resolve("slow.pipeline.toml");
            Files.writeString(slow, Files.readString(slow).replace("2 minutes", "1 second"));
            assertThat(golden.ebsnap.attempt("image", "build", "slow").output()).contains("killed after 1 s");
            golden.pipeline("none", "name = \"nothing *\"", "true", "true");
            assertThat(golden.ebsnap.attempt("image", "build", "none").output()).contains("no available image");
            Files.writeString(golden.pipelines.resolve("wrong.pipeline.toml"), "[parent]\npipeline = \"x\"\n[bild]\n");
            assertThat(run("image", "pipelines")).contains("wrong", "ERROR");
            assertThat(golden.ebsnap.attempt("image", "build", "wrong").output())
                    .contains("[build]");

            String snapshot = CommandLine.snapshotId(run("image", "show", base));
            Path mounted = Files.createDirectory(folder.resolve("mounted"));
            run("snapshot", "mount", "--all", snapshot, mounted.toString());
            golden.pipeline("ended", parent, "touch " + folder + "/begun; sleep 600", "true");
            String task = run("image", "build", "ended", "--no-wait")
                    .lines()
                    .findFirst()
                    .orElseThrow();
            awaitFile(folder.resolve("begun"));
            // A hook that works keeps nobody from unmounting.
            run("snapshot", "unmount", mounted.toString());
            assertThat(golden.ebsnap.attempt("image", "build", "ended").status())
                    .isEqualTo(CONFLICT);
            run("task", "cancel", task);
            assertThat(golden.ebsnap.attempt("task", "wait", task).output()).contains("cancelled");
            golden.awaitTidy();
            assertThat(run("image", "builds", "ended")).contains("cancelled");
            assertThat(run("image", "list")).isEqualTo(images);
            assertThat(daemon.stop()).isZero();
        }
    }

    @Test
    void whatIsBeingBuiltWhenTheDaemonIsKilledOrStoppedIsInterrupted() throws IOException {
        String images;
        try (RunningDaemon daemon = RunningDaemon.start(golden.home)) {
            golden.pipeline(
                    "web",
                    "image = \"" + golden.parent() + "\"",
                    "[ ! -e " + folder + "/wait ] || { touch " + folder + "/begun; sleep 600; }",
                    "true");
            images = run("image", "list");
            Files.createFile(folder.resolve("wait"));
            run("image", "build", "web", "--no-wait");
            awaitFile(folder.resolve("begun"));
            daemon.kill();
        }
        Files.delete(folder.resolve("begun"));
        try (RunningDaemon daemon = RunningDaemon.start(golden.home)) {
            golden.awaitTidy();
            assertThat(run("image", "builds")).contains("failed", "interrupted");
            assertThat(run("status")).contains("interrupted");
            assertThat(run("image", "list")).isEqualTo(images);
            run("image", "build", "web", "--no-wait");
            awaitFile(folder.resolve("begun"));
            assertThat(daemon.stop()).isZero();
        }
        Files.delete(folder.resolve("wait"));
        try (RunningDaemon daemon = RunningDaemon.start(golden.home)) {
            golden.awaitTidy();
            assertThat(run("image", "builds").lines().filter(line -> line.contains("interrupted")))
                    .hasSize(2);
            assertThat(run("image", "build", "web")).contains("available", "current");
            assertThat(daemon.stop()).isZero();
        }
    }

    @Test
    void whatIsDueIsBuiltAndWhenItWasInterruptedAgain() throws IOException {
        try (RunningDaemon daemon = RunningDaemon.start(golden.home)) {
            golden.pipeline("web", "image = \"" + golden.parent() + "\"", "true", "true");
            Path file = golden.pipelines.resolve("web.pipeline.toml");
            Files.writeString(file, Files.readString(file) + "[schedule]\nevery = \"1 minute\"\n");
            assertThat(run("lifecycle", "run", "web")).startsWith("nothing is due");
            assertThat(daemon.stop()).isZero();
        }
        try (RunningDaemon doomed =
                RunningDaemon.launch(golden.home, Map.of("EBSNAP_CRASH_AT", "pipeline.after-launch"))) {
            doomed.awaitReady();
            while (doomed.isAlive()) {
                Commands.Result unused = golden.ebsnap.attempt("lifecycle", "run");
            }
            assertThat(doomed.awaitEnd()).isNotZero();
        }
        Files.writeString(
                golden.home.config(),
                Files.readString(golden.home.config()).replace("scheduler = \"no\"", "scheduler = \"yes\""));
        try (RunningDaemon daemon = RunningDaemon.start(golden.home)) {
            String builds = run("image", "builds", "web");
            while (!builds.contains("current")) {
                RunningDaemon.pause();
                builds = run("image", "builds", "web");
            }
            assertThat(builds).contains("interrupted");
            assertThat(golden.motd(golden.image("web", 2))).isEqualTo("version 2");
            assertThat(daemon.stop()).isZero();
        }
    }

    private String run(String... arguments) {
        return golden.ebsnap.run(arguments);
    }

    private String execution(int version) {
        return run("image", "builds")
                .lines()
                .filter(line -> line.strip().split(" +", -1)[2].equals(String.valueOf(version)))
                .map(line -> line.split(" ", 2)[0])
                .findFirst()
                .orElseThrow();
    }

    private static void awaitFile(Path file) {
        while (!Files.exists(file)) {
            RunningDaemon.pause();
        }
    }
}
