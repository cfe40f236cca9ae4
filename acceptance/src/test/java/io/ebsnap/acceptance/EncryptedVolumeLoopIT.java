package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What users write to volumes is nowhere on the disk in the clear, and goes with its key. */
@RequiresLoopDevices
@Requires(command = {"grep", "dd"})
class EncryptedVolumeLoopIT extends DaemonOnDisks {

    private static final String TEXT = "this text is nobody's business but its writer's";
    private static final String KEY = "alias/volumes";
    private static final int COPIES = 2000;

    private Path attach(String volume) {
        Path device = Path.of(ebsnap.run("volume", "attach", volume).strip());
        disks.afterwards(() -> ebsnap.attempt("volume", "detach", volume, "--force"));
        return device;
    }

    /** Writes the text many times, from some MiB of a device on. */
    private void write(Path device, int mebibyte) throws IOException {
        Path text = Files.writeString(folder.resolve("text"), (TEXT + "\n").repeat(COPIES));
        Commands.run(
                "dd", "if=" + text, "of=" + device, "bs=1M", "seek=" + mebibyte, "conv=notrunc,fsync", "status=none");
    }

    private void requireText(Path device) {
        assertThat(Commands.run("grep", "-aoF", TEXT, device.toString()).lines().count())
                .isGreaterThanOrEqualTo(COPIES);
    }

    private Path volumes() {
        return home.data().resolve("volumes");
    }

    /** No file of the daemon's has it, whatever it is of. */
    private void requireTextNowhere() {
        // What is removed while it is looked through is no finding.
        Commands.Result found =
                Commands.attempt("grep", "-rlasF", TEXT, home.data().toString());
        assertThat(found.output()).isEmpty();
        assertThat(found.status()).isNotZero();
    }

    private List<Path> filesNamed(String name) throws IOException {
        if (!Files.exists(volumes())) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(volumes())) {
            return all.filter(path -> String.valueOf(path.getFileName()).equals(name))
                    .toList();
        }
    }

    @Test
    void textIsNowhereInTheClearNeitherInTargetsNorCopiesNorImages() throws IOException {
        assertThat(ebsnap.run("volume", "create", "--size", "16M", "--name", "db"))
                .contains("yes, under");
        Path device = attach("db");
        write(device, 1);
        requireText(device);
        requireTextNowhere();

        String snapshot = CommandLine.snapshotId(ebsnap.run("snapshot", "create", "db", "--no-wait"));
        Commands.run("dd", "if=/dev/zero", "of=" + device, "bs=1M", "count=8", "conv=notrunc,fsync", "status=none");
        requireTextNowhere();
        ebsnap.run("snapshot", "wait", snapshot);

        ebsnap.run("fsr", "enable", snapshot, "--wait");
        assertThat(filesNamed("image")).hasSize(1);
        requireTextNowhere();
        assertThat(ebsnap.run("volume", "create", "--snapshot", snapshot, "--name", "fast"))
                .contains("fast, by");
        requireText(attach("fast"));
        assertThat(ebsnap.run("volume", "create", "--snapshot", snapshot, "--name", "plain", "--no-encrypted"))
                .contains("its image is encrypted, and the volume is not");
        requireTextNowhereBut("plain");

        assertThat(ebsnap.run("volume", "clone", "fast", "--name", "copy")).contains("yes, under");
        requireText(attach("copy"));
        assertThat(ebsnap.run("volume", "copy", "fast", "--name", "same")).contains("yes, under");
        requireText(attach("same"));
    }

    /** One that was ordered in the clear has it: the search finds what is there. */
    private void requireTextNowhereBut(String plain) {
        ebsnap.run("volume", "wait", plain);
        assertThat(Commands.run("grep", "-rlaF", TEXT, home.data().toString()).lines())
                .hasSize(1);
        ebsnap.run("volume", "delete", plain);
        requireTextNowhere();
    }

    @Test
    void disabledKeyClosesItsVolumeAndContentIsAsBeforeWhenItIsEnabled() throws IOException {
        ebsnap.run("key", "create", "--alias", KEY);
        ebsnap.run("volume", "create", "--size", "8M", "--name", "db", "--kms-key", KEY);
        Path device = attach("db");
        write(device, 1);
        assertThat(ebsnap.run("key", "show", "--use", KEY)).containsPattern("volumes encrypted under it +1: vol-");
        ebsnap.run("key", "disable", KEY, "--yes");
        write(device, 3);
        ebsnap.run("volume", "detach", "db");
        String before = TestImage.digest(filesNamed("data").getFirst());

        assertThat(daemon.stop()).isZero();
        daemon = RunningDaemon.start(home);
        Commands.Result refused = ebsnap.attempt("volume", "attach", "db");
        assertThat(refused.status()).as(refused.output()).isNotZero();
        assertThat(refused.output()).contains("disabled");
        assertThat(TestImage.digest(filesNamed("data").getFirst())).isEqualTo(before);

        ebsnap.run("key", "enable", KEY);
        requireText(attach("db"));
        requireTextNowhere();
    }

    @Test
    void deathWhileAVolumeIsMadeLeavesAWholeOneOrNone() throws IOException {
        for (String point : List.of("after-record", "after-target", "after-available")) {
            daemon.kill();
            daemon = RunningDaemon.launch(home, Map.of("EBSNAP_CRASH_AT", "volume-create." + point));
            daemon.awaitReady();
            assertThat(ebsnap.attempt("volume", "create", "--size", "4M", "--name", "db")
                            .status())
                    .isNotZero();
            int unused = daemon.awaitEnd();
            daemon = RunningDaemon.start(home);
            boolean whole = point.equals("after-available");
            assertThat(ebsnap.run("volume", "list").contains("vol-")).isEqualTo(whole);
            assertThat(filesNamed("data")).hasSize(whole ? 1 : 0);
            if (whole) {
                Path device = attach("db");
                write(device, 1);
                requireText(device);
                requireTextNowhere();
                ebsnap.run("volume", "detach", "db");
                ebsnap.run("volume", "delete", "db");
            }
        }
    }

    /** What is named is to be of use without the daemon, unless it was said otherwise. */
    @Test
    void lazyRestoreOntoATargetIsEncryptedOnlyWhenThatIsOrdered() throws IOException {
        ebsnap.run("volume", "create", "--size", "4M", "--name", "db");
        Path device = attach("db");
        write(device, 1);
        String snapshot = CommandLine.snapshotId(ebsnap.run("snapshot", "create", "db"));
        for (String option : List.of("--no-encrypted", "--encrypted")) {
            Path target = folder.resolve("target" + option);
            Commands.Result restored = ebsnap.attempt("restore", "--lazy", snapshot, target.toString(), option);
            assertThat(restored.status()).as(restored.output()).isZero();
            String volume = restored.output().replaceAll("(?s).*?(vol-[0-9a-f]{17}).*", "$1");
            disks.afterwards(() -> ebsnap.attempt("volume", "detach", volume, "--force"));
            ebsnap.run("volume", "wait", volume);
            boolean readable =
                    Commands.attempt("grep", "-qaF", TEXT, target.toString()).status() == 0;
            assertThat(readable).isEqualTo(option.equals("--no-encrypted"));
        }
    }
}
