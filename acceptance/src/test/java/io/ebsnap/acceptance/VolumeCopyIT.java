package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of managed volumes with the real daemon and command line, while clients write by NBD and the daemon is killed. */
@Requires(root = true, command = "qemu-io")
class VolumeCopyIT {

    private static final int IMAGE_BYTES = 24 << 20;

    @TempDir
    private Path folder;

    private DaemonHome home;
    private RunningDaemon daemon;
    private CommandLine ebsnap;
    private int read;

    @BeforeEach
    void start() throws IOException {
        home = DaemonHome.in(folder);
        daemon = RunningDaemon.start(home);
        ebsnap = new CommandLine(home);
        TestImage image = new TestImage(folder.resolve("source.img"), IMAGE_BYTES, new Random(20_264L));
        image.change(60);
        String snapshot = CommandLine.snapshotId(
                ebsnap.run("snapshot", "create", image.file().toString()));
        ebsnap.run("volume", "create", "--snapshot", snapshot, "--name", "data");
        ebsnap.run("nbd", "export", "--name", "data", "data");
        ebsnap.run("snapshot", "delete", snapshot);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private void write(int offset, int length, int pattern) {
        qemu("data", "write -P " + pattern + " " + offset + " " + length);
    }

    private void qemu(String export, String command) {
        Commands.Result result = Commands.attempt(
                "qemu-io",
                "--image-opts",
                "driver=nbd,server.type=unix,server.path=" + socket() + ",export=" + export,
                "-c",
                command);
        assertThat(result.status()).as(result.output()).isZero();
    }

    private String socket() {
        return home.socket().resolveSibling("nbd.sock").toString();
    }

    /** What a client reads of a volume. */
    private String digest(String volume) throws IOException {
        String export = volume;
        if (!ebsnap.run("nbd", "list").contains(volume)) {
            ebsnap.run("nbd", "export", "--name", export, volume);
        }
        Path file = folder.resolve("read" + read++);
        Commands.run(
                "qemu-img",
                "convert",
                "--image-opts",
                "driver=nbd,server.type=unix,server.path=" + socket() + ",export=" + export,
                "-O",
                "raw",
                file.toString());
        String digest = TestImage.digest(file);
        Files.delete(file);
        return digest;
    }

    @Test
    void copyIsOfItsInstantAndNeedsNothingElse() throws IOException {
        write(9 << 20, 1 << 20, 8);
        String instant = digest("data");
        assertThat(ebsnap.run("volume", "copy", "data", "--name", "second", "--tag", "k=v"))
                .contains("copy of", "available", "k=v");
        write(9 << 20, 1 << 20, 9);
        assertThat(ebsnap.run("snapshot", "list").lines()).as("a header alone").hasSize(1);
        assertThat(ebsnap.run("volume", "copy", "data", "--name", "larger", "--size", "32M"))
                .contains("32.0 MiB");
        assertThat(ebsnap.attempt("volume", "copy", "data", "--size", "1M").status())
                .isEqualTo(2);
        assertThat(ebsnap.attempt("volume", "copy", "none").status()).isEqualTo(3);
        assertThat(ebsnap.attempt("volume", "copy", "data", "--name", "second").status())
                .isEqualTo(4);
        ebsnap.run("nbd", "unexport", "data");
        ebsnap.run("volume", "delete", "data");
        ebsnap.run("volume", "wait", "second");
        ebsnap.run("store", "gc");
        assertThat(digest("second")).isEqualTo(instant);
        ebsnap.run("store", "verify");
        String events = ebsnap.run("events");
        assertThat(events).contains("createVolume  creating", "createVolume  available");
        assertThat(events.lines().filter(line -> line.contains("createSnapshot  succeeded")))
                .as("of the volume's own snapshot alone")
                .hasSize(1);
    }

    /** The daemon dies by itself at a point, as by SIGKILL. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "volume-copy.after-record",
                "volume-copy.after-pending",
                "snapshot.after-copy",
                "snapshot.after-commit",
                "volume-create.after-target",
                "volume-create.after-available",
                "volume-copy.after-removal"
            })
    void copyIsThereAndRightOrNotThere(String point) throws IOException {
        write(9 << 20, 1 << 20, 8);
        String instant = digest("data");
        assertThat(daemon.stop()).isZero();
        daemon = RunningDaemon.launch(home, Map.of("EBSNAP_CRASH_AT", point));
        daemon.awaitReady();
        Commands.Result unused = ebsnap.attempt("volume", "copy", "data", "--name", "second");
        assertThat(daemon.awaitEnd()).isNotZero();
        daemon = RunningDaemon.start(home);
        write(9 << 20, 4096, 9);
        write(3 << 20, 4096, 9);
        if (ebsnap.run("volume", "list").contains("second")) {
            ebsnap.run("volume", "wait", "second");
            assertThat(ebsnap.run("volume", "show", "second")).contains("available");
            assertThat(digest("second")).isEqualTo(instant);
        } else {
            assertThat(point).isEqualTo("volume-copy.after-record");
        }
        assertThat(ebsnap.run("snapshot", "list").lines()).as("a header alone").hasSize(1);
        assertThat(ebsnap.run("volume", "copy", "data", "--name", "third")).contains("available");
        assertThat(digest("third")).isEqualTo(digest("data"));
    }
}
