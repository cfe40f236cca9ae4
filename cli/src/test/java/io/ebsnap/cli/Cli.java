package io.ebsnap.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Runs commands in this process and keeps what they print. */
final class Cli {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong();
    private final Map<String, String> environment;
    private final boolean terminal;
    private RegionSockets regions = new RegionSockets(Path.of("/nonexistent"), Path.of("/nonexistent"));
    private String passphrase = "secret words";
    private Programs.Starter programs = ProcessBuilder::start;

    private Cli(Map<String, String> environment, boolean terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    /** Off a terminal, with the socket in the environment. */
    static Cli of(Path socket) {
        return new Cli(Map.of("EBSNAP_SOCKET", socket.toString()), false);
    }

    /** Off a terminal, with more in the environment than a socket. */
    static Cli in(Map<String, String> environment) {
        return new Cli(environment, false);
    }

    static Cli onTerminal(Path socket) {
        return new Cli(Map.of("EBSNAP_SOCKET", socket.toString()), true);
    }

    /** With daemons in another place, and nothing in the environment. */
    static Cli of(RegionSockets regions) {
        Cli cli = new Cli(Map.of(), false);
        cli.regions = regions;
        return cli;
    }

    Cli typing(String newPassphrase) {
        passphrase = newPassphrase;
        return this;
    }

    /** With other programs than those of the machine. */
    Cli with(Programs.Starter others) {
        programs = others;
        return this;
    }

    int run(String... arguments) {
        Renderer renderer = new Renderer(stream(out), stream(err), terminal, 100);
        return Ebsnap.run(
                new Session.Surroundings(
                        renderer,
                        environment,
                        regions,
                        millis -> nanos.addAndGet(millis * 1_000_000),
                        nanos::get,
                        question -> passphrase.toCharArray(),
                        () -> Instant.parse("2026-01-31T23:59:59Z"),
                        new Programs(programs)),
                arguments);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
