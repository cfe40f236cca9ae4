package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.Request;
import io.ebsnap.api.SnapshotList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {

    @TempDir
    Path directory = Path.of("");

    @Test
    void offATerminalEachTenthIsOnePlainLine() throws IOException {
        Cli cli = Cli.of(directory.resolve("s"));
        assertThat(wait(cli)).isZero();
        assertThat(cli.err().lines())
                .hasSize(8)
                .contains(Samples.SNAPSHOT
                        + ": 37 % copying, 1.5 GiB of 4.0 GiB, 384.0 MiB stored, 512.0 MiB/s, 5.0 s to go")
                .allMatch(line -> line.startsWith(Samples.SNAPSHOT));
        assertThat(cli.out())
                .isEqualTo(Samples.SNAPSHOT
                        + " completed: 4.0 GiB read, 2.0 GiB changed, 1.0 GiB stored in 8.0 s (512.0 MiB/s)\n");
    }

    @Test
    void onATerminalABarReplacesItselfAndIsTakenAway() throws IOException {
        Cli cli = Cli.onTerminal(directory.resolve("s"));
        assertThat(wait(cli)).isZero();
        assertThat(cli.err())
                .contains("\r\033[K" + Samples.SNAPSHOT + " [############------------] 50 % copying")
                .endsWith("\r\033[K");
        assertThat(cli.err()).doesNotContain("\n");
    }

    @Test
    void silenceEndsAfterTenSecondsAlsoWithoutProgress() {
        AtomicInteger seconds = new AtomicInteger();
        java.io.ByteArrayOutputStream err = new java.io.ByteArrayOutputStream();
        java.io.PrintStream stream = new java.io.PrintStream(err, true, java.nio.charset.StandardCharsets.UTF_8);
        Progress progress =
                new Progress(new Renderer(stream, stream, false, 80), () -> seconds.get() * 1_000_000_000L, "t");
        for (; seconds.get() < 30; seconds.incrementAndGet()) {
            progress.show(new Progress.Moment("reading", 5, 100, "5 of 100", null));
        }
        assertThat(err.toString(java.nio.charset.StandardCharsets.UTF_8).lines())
                .hasSize(3);
    }

    @Test
    void quietShowsTheOutcomeOnly() throws IOException {
        Cli cli = Cli.of(directory.resolve("s"));
        assertThat(wait(cli, "--quiet")).isZero();
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out()).startsWith(Samples.SNAPSHOT + " completed: ");
    }

    @Test
    void quietShowsNoBarOnATerminalEither() throws IOException {
        Cli cli = Cli.onTerminal(directory.resolve("s"));
        assertThat(wait(cli, "-q")).isZero();
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void quietStillShowsErrors() {
        Cli cli = Cli.of(directory.resolve("none"));
        assertThat(cli.run("-q", "snapshot", "wait", Samples.SNAPSHOT)).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(cli.err()).startsWith("ebsnap: no daemon answers");
    }

    private int wait(Cli cli, String... options) throws IOException {
        AtomicInteger eighths = new AtomicInteger();
        Function<Request<?>, Record> script =
                request -> new SnapshotList(List.of(Samples.snapshot(eighths.getAndIncrement())), null);
        try (FakeDaemon daemon = new FakeDaemon(directory.resolve("s"), script)) {
            List<String> words = new ArrayList<>(List.of(
                    "snapshot",
                    "wait",
                    Samples.SNAPSHOT,
                    "--socket",
                    daemon.socket().toString()));
            words.addAll(List.of(options));
            return cli.run(words.toArray(String[]::new));
        }
    }
}
