package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots of managed volumes with the real daemon and command line, while clients write by NBD and the daemon is killed. */
@Requires(root = true, command = "qemu-io")
class ManagedSnapshotIT {

    private static final long IMAGE_BYTES = (24L << 20) + 4096 * 3;

    @TempDir
    private Path folder;

    private DaemonHome home;
    private RunningDaemon daemon;
    private CommandLine ebsnap;
    private TestImage model;
    private int restored;

    @BeforeEach
    void start() throws IOException {
        home = DaemonHome.in(folder);
        daemon = RunningDaemon.start(home);
        ebsnap = new CommandLine(home);
        model = new TestImage(folder.resolve("model.img"), IMAGE_BYTES, new Random(20_262L));
        model.change(60);
        String snapshot = CommandLine.snapshotId(
                ebsnap.run("snapshot", "create", model.file().toString()));
        ebsnap.run("volume", "create", "--snapshot", snapshot, "--name", "data", "--init-rate", "1");
        ebsnap.run("nbd", "export", "--name", "data", "data");
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    /** Writes to the volume, and to its model. */
    private void write(long offset, int length, int pattern) throws IOException {
        qemu("write -P " + pattern + " " + offset + " " + length);
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) pattern);
        try (RandomAccessFile file = new RandomAccessFile(model.file().toFile(), "rw")) {
            file.seek(offset);
            file.write(bytes);
        }
    }

    private void qemu(String command) {
        String socket = home.socket().resolveSibling("nbd.sock").toString();
        Commands.Result result = Commands.attempt(
                "qemu-io",
                "--image-opts",
                "driver=nbd,server.type=unix,server.path=" + socket + ",export=data",
                "-c",
                command);
        assertThat(result.status()).as(result.output()).isZero();
    }

    private void requireRestores(String snapshot, String digest) {
        Path target = folder.resolve("restored" + restored++);
        ebsnap.run("restore", snapshot, target.toString());
        assertThat(TestImage.digest(target)).isEqualTo(digest);
    }

    private void restart() {
        daemon = RunningDaemon.start(home);
    }

    @Test
    void onlyWhatClientsWroteIsReadAndItSaysSo() throws IOException {
        write(1_000_448, 4096, 7);
        write(9 << 20, 8192, 8);
        String taken = CommandLine.snapshotId(ebsnap.run("snapshot", "create", "data"));
        assertThat(ebsnap.run("snapshot", "show", taken))
                .contains("managed-epoch")
                .contains("exact by epoch");
        requireRestores(taken, model.digest());
        write(20 << 20, 512, 9);
        String next = CommandLine.snapshotId(ebsnap.run("snapshot", "create", "data"));
        requireRestores(next, model.digest());
        assertThat(ebsnap.run("snapshot", "diff", taken, next)).contains("512.0 KiB");
    }

    @Test
    void changesSurviveKillAndStop() throws IOException {
        write(1_000_448, 4096, 7);
        daemon.kill();
        restart();
        write(9 << 20, 8192, 8);
        assertThat(daemon.stop()).isZero();
        restart();
        write(20 << 20, 512, 9);
        String taken = CommandLine.snapshotId(ebsnap.run("snapshot", "create", "data"));
        assertThat(ebsnap.run("snapshot", "show", taken)).contains("exact by epoch");
        requireRestores(taken, model.digest());
    }

    @Test
    void cloneGoesItsOwnWayAndARollbackKeepsWhatThereWas() throws IOException {
        String first = model.digest();
        String before = CommandLine.snapshotId(ebsnap.run("snapshot", "create", "data"));
        write(9 << 20, 8192, 8);
        ebsnap.run("volume", "clone", "data", "--name", "second");
        String cloned = CommandLine.snapshotId(ebsnap.run("snapshot", "create", "second"));
        requireRestores(cloned, model.digest());
        String printed = ebsnap.run("volume", "rollback", "data", before);
        assertThat(printed).contains("what it had is in snap-");
        requireRestores(CommandLine.snapshotId(printed), model.digest());
        requireRestores(CommandLine.snapshotId(ebsnap.run("snapshot", "create", "data")), first);
        requireRestores(CommandLine.snapshotId(ebsnap.run("snapshot", "create", "second")), model.digest());
    }

    @Test
    @Requires(command = "nbdinfo")
    void clientsSeeWhatWasWrittenSinceTheLastSnapshot() throws IOException {
        String uri = "nbd+unix:///data?socket=" + home.socket().resolveSibling("nbd.sock");
        String context = "--map=qemu:dirty-bitmap:since-last-snapshot";
        assertThat(Commands.run("nbdinfo", context, uri).strip().split("\\s+"))
                .containsExactly("0", String.valueOf(IMAGE_BYTES), "0", "clean");
        write((9 << 20) + 4096, 512, 8);
        assertThat(Commands.run("nbdinfo", context, uri)
                        .lines()
                        .map(line -> line.strip().replaceAll("\\s+", " ")))
                .contains("9437184 524288 1 dirty");
    }

    /** The daemon dies by itself at a point, as by SIGKILL, while a snapshot is taken. */
    @ParameterizedTest
    @ValueSource(strings = {"snapshot.before-copy", "snapshot.after-copy"})
    void pendingSnapshotGoesOnInTheNextDaemon(String point) throws IOException {
        write(9 << 20, 1 << 20, 8);
        String instant = model.digest();
        assertThat(daemon.stop()).isZero();
        daemon = RunningDaemon.launch(home, Map.of("EBSNAP_CRASH_AT", point));
        daemon.awaitReady();
        String printed =
                ebsnap.attempt("snapshot", "create", "--no-wait", "data").output();
        assertThat(daemon.awaitEnd()).isNotZero();
        restart();
        write(9 << 20, 4096, 9);
        write(3 << 20, 4096, 9);
        String taken = pending(printed);
        ebsnap.run("snapshot", "wait", taken);
        requireRestores(taken, instant);
        String next = CommandLine.snapshotId(ebsnap.run("snapshot", "create", "data"));
        assertThat(ebsnap.run("snapshot", "show", next)).contains("exact by epoch");
        requireRestores(next, model.digest());
    }

    /** The daemon may die before it answers. */
    private String pending(String printed) {
        return printed.contains("snap-")
                ? CommandLine.snapshotId(printed)
                : CommandLine.snapshotId(ebsnap.run("snapshot", "list", "--filter", "consistency=managed-epoch"));
    }
}
