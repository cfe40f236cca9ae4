package io.ebsnap.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of the real daemon, used by the clients that people have. */
@Requires(
        root = true,
        command = {"nbdinfo", "nbdcopy", "psktool"},
        file = "/usr/lib/python3/dist-packages/nbd.py")
class NbdExportIT {

    private static final long IMAGE_BYTES = 8L << 20;
    private static final long CLIENT_MAX_SECONDS = 60;

    @TempDir
    private Path folder;

    @Test
    void snapshotIsReadOverTlsByWhoHasTheKeyThatItIsExportedTo() throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        Path keys = folder.resolve("keys.psk");
        for (String user : new String[] {"backup", "guest"}) {
            Commands.run("psktool", "-u", user, "-p", keys.toString());
        }
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
        int port = freePort();
        Files.writeString(
                home.config(), "[nbd]\nlisten = \"127.0.0.1:" + port + "\"\ntls-psk-file = \"" + keys + "\"\n");
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            CommandLine cli = new CommandLine(home);
            TestImage image = image();
            String snapshot = new Jobs(daemon).take(image.file()).snapshotId();
            assertThat(cli.run("nbd", "export", snapshot, "--name", "before", "--allow", "key:backup"))
                    .contains("nbds://127.0.0.1:" + port + "/before");
            Path copy = folder.resolve("copy.img");
            Commands.run("nbdcopy", uri("backup", port, keys), copy.toString());
            assertThat(TestImage.digest(copy)).isEqualTo(image.digest());
            assertThat(Commands.attempt("nbdinfo", uri("guest", port, keys)).status())
                    .as("a key of somebody else")
                    .isNotZero();
            assertThat(Commands.attempt("nbdinfo", "nbd://127.0.0.1:" + port + "/before")
                            .status())
                    .as("no key")
                    .isNotZero();
        }
    }

    @Test
    void exportInUseIsTakenAwayOnlyByForceAndItsClientIsCutOff() throws Exception {
        DaemonHome home = DaemonHome.in(folder);
        try (RunningDaemon _ = RunningDaemon.start(home)) {
            CommandLine cli = new CommandLine(home);
            cli.run("volume", "create", "--size", "8M", "--name", "disk");
            cli.run("nbd", "export", "disk", "--name", "shared");
            Process client = writingClient(home.socket().resolveSibling("nbd.sock"));
            Commands.Result refused = cli.attempt("nbd", "unexport", "shared");
            assertThat(refused.status()).isEqualTo(4);
            assertThat(refused.output()).contains("shared").contains("--force");
            assertThat(client.isAlive()).isTrue();
            cli.run("nbd", "unexport", "shared", "--force");
            assertThat(client.waitFor(CLIENT_MAX_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(client.exitValue()).as("nbdsh sees the connection end").isNotZero();
            assertThat(cli.run("nbd", "list")).doesNotContain("shared");
            cli.run("volume", "delete", "disk");
        }
    }

    /** Writes without end; it has written once when this returns. */
    private Process writingClient(Path socket) throws IOException {
        Process client = new ProcessBuilder(
                        "/usr/bin/python3",
                        "-m",
                        "nbd",
                        "-u",
                        "nbd+unix:///shared?socket=" + socket,
                        "-c",
                        "while True:\n    h.pwrite(b'x' * 4096, 0)\n    print('wrote', flush=True)")
                .redirectError(folder.resolve("client.err").toFile())
                .start();
        BufferedReader output = client.inputReader(StandardCharsets.UTF_8);
        assertThat(requireNonNull(output.readLine())).isEqualTo("wrote");
        Thread.ofPlatform()
                .daemon()
                .name("client-output")
                .start(() -> output.lines().forEach(_ -> {}));
        return client;
    }

    private static String uri(String user, int port, Path keys) {
        return "nbds://" + user + "@127.0.0.1:" + port + "/before?tls-psk-file=" + keys;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private TestImage image() {
        TestImage image = new TestImage(folder.resolve("source.img"), IMAGE_BYTES, new Random(20_262L));
        image.change(12);
        return image;
    }
}
