package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.SnapshotList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, with a process of its own. */
@Timeout(60)
class InterruptIT {

    @TempDir
    Path directory = Path.of("");

    @Test
    void interruptedWaitSaysHowToWatchAgainAndEndsWith130() throws IOException, InterruptedException {
        SnapshotList pending = new SnapshotList(List.of(Samples.snapshot(3)), null);
        try (FakeDaemon daemon = new FakeDaemon(directory.resolve("s"), request -> pending)) {
            Process cli = start(daemon.socket(), "snapshot", "create", "root");
            // Asked twice: it has said that it waits, and waits.
            while (daemon.asked().size() < 3 && cli.isAlive()) {
                Thread.sleep(20);
            }
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(cli.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            boolean ended = cli.waitFor(30, TimeUnit.SECONDS);
            if (!ended) {
                cli.destroyForcibly();
            }
            assertThat(ended).as("ended after SIGINT").isTrue();
            String said = new String(cli.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(said)
                    .contains("the daemon goes on with it\n")
                    .contains("hint: to watch it again: ebsnap snapshot wait " + Samples.SNAPSHOT + "\n");
            assertThat(cli.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
        }
    }

    private static Process start(Path socket, String... arguments) throws IOException {
        // A build that runs in the background has SIGINT ignored, and its children inherit that.
        List<String> command = new java.util.ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "io.ebsnap.cli.Ebsnap",
                "--socket",
                socket.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }
}
