package io.ebsnap.acceptance;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.DaemonUnreachable;
import io.ebsnap.api.GeneralRequest;
import io.ebsnap.api.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real daemon as a process of its own, started by its launcher. For use by one thread, but for {@link #kill()}. */
final class RunningDaemon implements AutoCloseable {

    private static final Duration START_MAX = Duration.ofSeconds(90);
    private static final Duration STOP_MAX = Duration.ofSeconds(90);
    private static final int POLL_MILLIS = 15;

    /** Two daemons of two tests must not want the same names. */
    private static final String DEVICE_LINKS = "EBSNAP_VOLUMES_DEVICE_LINKS";

    static final String JVM_OPTIONS = "EBSNAPD_JAVA_OPTS";

    private final DaemonHome home;
    private final Process process;

    private RunningDaemon(DaemonHome home, Process process) {
        this.home = home;
        this.process = process;
    }

    /** Starts it and waits until it answers. */
    static RunningDaemon start(DaemonHome home) {
        RunningDaemon daemon = launch(home, Map.of());
        daemon.awaitReady();
        return daemon;
    }

    /** Starts it with more in its environment, and does not wait. */
    static RunningDaemon launch(DaemonHome home, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(
                        Checkout.script("ebsnapd").toString(),
                        "--config",
                        home.config().toString(),
                        "--data-dir",
                        home.data().toString(),
                        "--socket",
                        home.socket().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home.log().toFile()));
        builder.environment().put(DEVICE_LINKS, home.deviceLinks().toString());
        builder.environment().putAll(environment);
        try {
            if (!builder.environment().containsKey(JVM_OPTIONS)) {
                builder.environment().put(JVM_OPTIONS, PreparedDaemon.options());
            }
            Process process = builder.start();
            process.getOutputStream().close();
            return new RunningDaemon(home, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it answers. */
    void awaitReady() {
        Instant deadline = InstantSource.system().instant().plus(START_MAX);
        while (!answers()) {
            if (!process.isAlive()) {
                throw new AssertionError("ebsnapd ended with " + process.exitValue() + ":\n" + log());
            }
            if (InstantSource.system().instant().isAfter(deadline)) {
                throw new AssertionError("ebsnapd does not answer after " + START_MAX + ":\n" + log());
            }
            pause();
        }
    }

    /** Whether it answers now. */
    boolean answers() {
        try {
            return call(new GeneralRequest.GetStatus()).state().equals("running");
        } catch (DaemonUnreachable e) {
            return false;
        }
    }

    /** Asks it something over a connection of its own. */
    <A extends Record> A call(Request<A> request) {
        try (ApiClient client = ApiClient.connect(home.socket(), "acceptance")) {
            return client.call(request);
        }
    }

    /** Sends SIGKILL and waits for the end. Any thread. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Sends SIGTERM and waits for the end; returns the exit code. */
    int stop() {
        process.destroy();
        return awaitEnd();
    }

    /** Waits for it to end by itself; returns the exit code. */
    int awaitEnd() {
        try {
            if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("ebsnapd does not end within " + STOP_MAX + ":\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for ebsnapd to end", e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long processId() {
        return process.pid();
    }

    /** What it has logged since the home was made. */
    String log() {
        try {
            return Files.readString(home.log(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it for good, with what it has attached. */
    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd();
        LeftAttachments.end(home.socket().resolveSibling("attached"));
    }

    /** A short wait between two looks. */
    static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for ebsnapd", e);
        }
    }

    /**
     * The folders and files of one daemon.
     *
     * @param data its data directory
     * @param config its configuration; may be empty
     * @param socket where it answers
     * @param log what it prints
     */
    record DaemonHome(Path data, Path config, Path socket, Path log) {

        /** Where the names of attached devices are. */
        Path deviceLinks() {
            return data.resolveSibling("devices");
        }

        /** Everything below one folder. */
        static DaemonHome in(Path folder) throws IOException {
            Path config = Files.writeString(folder.resolve("ebsnapd.conf"), "");
            return new DaemonHome(
                    folder.resolve("data"),
                    config,
                    folder.resolve("run").resolve("ebsnapd.sock"),
                    folder.resolve("ebsnapd.log"));
        }
    }
}
