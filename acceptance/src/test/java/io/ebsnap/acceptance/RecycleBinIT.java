package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recycle bin by the command line on the real daemon: what goes there, over its death, what comes back, and what is gone. */
@RequiresRoot
class RecycleBinIT {

    private static final int MISSING = 3;
    private static final int REFUSED = 4;

    @TempDir
    private Path folder;

    private DaemonHome home;
    private CommandLine cli;
    private TestImage disk;

    @BeforeEach
    void begin() throws IOException {
        home = DaemonHome.in(folder);
        cli = new CommandLine(home);
        disk = new TestImage(folder.resolve("disk.img"), 4 << 20, new Random(11));
        disk.change(20);
    }

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group();
    }

    private String run(List<String> begin, String... more) {
        return cli.run(Stream.concat(begin.stream(), Stream.of(more)).toArray(String[]::new));
    }

    private String rule(String type, String... more) {
        List<String> begin = List.of("-o", "json", "recycle-bin", "rule", "create", "--days=7", "--type", type);
        return first("(?<=\"Identifier\": \")[a-z0-9]{11}", run(begin, more));
    }

    private String snapshot(String... more) {
        return CommandLine.snapshotId(
                run(List.of("snapshot", "create", disk.file().toString()), more));
    }

    private void assertRestores(String snapshot) throws IOException {
        Path restored = folder.resolve("restored.img");
        cli.run("restore", snapshot, restored.toString());
        assertThat(TestImage.digest(restored)).isEqualTo(disk.digest());
        Files.delete(restored);
    }

    private int status(String... command) {
        return cli.attempt(command).status();
    }

    @Test
    void aSnapshotComesBackWholeAndALockedRuleKeepsWhatIsThere() throws IOException {
        String kept;
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            String rule = rule("EBS_SNAPSHOT", "--exclude=scratch");
            kept = snapshot();
            String scratch = snapshot("--tag", "scratch=yes");
            assertThat(cli.run("recycle-bin", "rule", "preview", kept)).contains(rule + " for 7 days");
            assertThat(cli.run("recycle-bin", "rule", "preview", scratch)).contains("no rule");
            assertThat(cli.run("snapshot", "delete", "--dry-run", kept, scratch))
                    .contains(
                            kept + " would go into the recycle bin, by rule " + rule,
                            scratch + " would be gone for good");
            assertThat(cli.run("snapshot", "delete", scratch)).doesNotContain("recycle bin");
            assertThat(cli.run("snapshot", "delete", kept)).contains("in the recycle bin until");
            daemon.kill();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            assertThat(cli.run("snapshot", "list")).doesNotContain(kept);
            assertThat(status("snapshot", "show", kept)).isEqualTo(MISSING);
            assertThat(cli.run("recycle-bin", "list")).contains(kept);
            cli.run("recycle-bin", "tag", kept, "why=mistake");
            cli.run("store", "gc");
            cli.run("recycle-bin", "restore", kept);
            assertThat(cli.run("snapshot", "show", kept)).contains("why=mistake");
            assertRestores(kept);
            String locked = rule("EBS_SNAPSHOT", "--lock=7");
            cli.run("snapshot", "delete", kept);
            assertThat(status("recycle-bin", "purge", "--yes", kept)).isEqualTo(REFUSED);
            assertThat(status("recycle-bin", "rule", "delete", locked)).isEqualTo(REFUSED);
            assertThat(status("recycle-bin", "rule", "update", "--days=1", locked))
                    .isEqualTo(REFUSED);
            assertThat(cli.run("recycle-bin", "rule", "unlock", locked)).contains("pending_unlock");
            assertThat(status("recycle-bin", "purge", "--yes", kept)).isEqualTo(REFUSED);
            assertThat(daemon.stop()).isZero();
        }
    }

    @Test
    void whatIsPurgedIsGoneAndItsSpaceComesBack() throws IOException {
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            rule("EBS_SNAPSHOT");
            String snapshot = snapshot();
            cli.run("snapshot", "delete", snapshot);
            cli.run("recycle-bin", "purge", "--yes", snapshot);
            assertThat(cli.run("recycle-bin", "list")).doesNotContain(snapshot);
            assertThat(status("recycle-bin", "restore", snapshot)).isEqualTo(MISSING);
            assertThat(status("recycle-bin", "purge", "--yes", snapshot)).isEqualTo(MISSING);
            assertThat(cli.run("store", "gc")).contains("chunks");
            assertThat(daemon.stop()).isZero();
        }
    }

    @Test
    void aVolumeComesBackWithWhatItHeldAndIsGoneWhenItIsPurged() throws IOException {
        String volume;
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            rule("EBS_VOLUME", "--match=env=prod");
            String snapshot = snapshot();
            volume = first(
                    "vol-[0-9a-f]{17}",
                    cli.run("volume", "create", "--snapshot", snapshot, "--name", "data", "--tag", "env=prod"));
            cli.run("volume", "create", "--size", "4M", "--name", "scratch");
            assertThat(cli.run("volume", "delete", "scratch")).doesNotContain("recycle bin");
            assertThat(cli.run("volume", "delete", "data")).contains("in the recycle bin until");
            daemon.kill();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            assertThat(cli.run("volume", "list")).doesNotContain(volume);
            assertThat(cli.run("recycle-bin", "list", "--volumes")).contains(volume, "data");
            cli.run("volume", "create", "--size", "4M", "--name", "data");
            assertThat(status("recycle-bin", "restore", volume)).isEqualTo(REFUSED);
            cli.run("volume", "delete", "data");
            cli.run("recycle-bin", "restore", volume);
            cli.run("volume", "wait", "data");
            assertRestores(CommandLine.snapshotId(cli.run("snapshot", "create", "data")));
            cli.run("volume", "delete", "data");
            cli.run("recycle-bin", "purge", "--yes", volume);
            assertThat(cli.run("recycle-bin", "list", "--volumes")).doesNotContain(volume);
            assertThat(daemon.stop()).isZero();
        }
    }

    @Test
    void anImageComesBackWithItsSnapshotsAlsoAfterADeathWhileTheyWentThere() throws IOException {
        String image;
        String snapshot;
        try (RunningDaemon killed = RunningDaemon.launch(home, Map.of("EBSNAP_CRASH_AT", "image.after-one-recycled"))) {
            killed.awaitReady();
            rule("EC2_IMAGE");
            image = first(
                    "ami-[0-9a-f]{17}",
                    cli.run("image", "create", "web 1", disk.file().toString()));
            snapshot = first("snap-[0-9a-f]{17}", cli.run("image", "show", image));
            assertThat(status("image", "deregister", "--delete-snapshots", image))
                    .isNotZero();
            killed.awaitEnd();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            assertThat(cli.run("image", "list")).doesNotContain(image);
            assertThat(cli.run("snapshot", "list")).doesNotContain(snapshot);
            assertThat(cli.run("recycle-bin", "list", "--images")).contains(image, "web 1");
            assertThat(cli.attempt("-o", "json", "recycle-bin", "purge", "--yes", snapshot)
                            .output())
                    .contains(image);
            cli.run("store", "gc");
            cli.run("recycle-bin", "tag", image, "why=mistake");
            cli.run("recycle-bin", "restore", image);
            assertThat(cli.run("image", "show", image)).contains("available", "why=mistake");
            assertRestores(snapshot);
            assertThat(cli.run("image", "deregister", image)).contains("in the recycle bin until");
            assertThat(cli.attempt("snapshot", "delete", snapshot).output()).contains(image);
            String other = first("ami-[0-9a-f]{17}", cli.run("image", "register", "web 1", "/dev/sda=" + snapshot));
            assertThat(status("recycle-bin", "restore", image)).isEqualTo(REFUSED);
            cli.run("image", "deregister", other);
            cli.run("recycle-bin", "purge", "--yes", other);
            cli.run("recycle-bin", "restore", image);
            cli.run("image", "launch", image, "--name", "web", "--until", "hydrated");
            assertRestores(CommandLine.snapshotId(cli.run("snapshot", "create", "web-sda")));
            cli.run("image", "deregister", "--delete-snapshots", image);
            cli.run("recycle-bin", "purge", "--yes", image);
            cli.run("recycle-bin", "purge", "--yes", snapshot);
            assertThat(status("recycle-bin", "restore", image)).isEqualTo(MISSING);
            assertThat(daemon.stop()).isZero();
        }
    }
}
