package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A process of its own that freezes one file system, and thaws it when the daemon says so, when the daemon dies, or when the time
 * limit is over.
 *
 * <p>It holds the read end of a pipe from the daemon and waits for its end: the kernel closes the pipe however the daemon ends, by
 * SIGKILL as well. It ignores the signals that end a service or a terminal's programs, lives in a session of its own, and touches
 * nothing of the frozen file system but the directory that it opened before. One process freezes and thaws, so that only what
 * it has frozen is thawed, and so that its thawing tells whether the file system was frozen all the time.
 *
 * <p>For one thread at a time, but for {@link #guarding}.
 */
final class Guardian {

    /**
     * Arguments: the directory, the limit in seconds, and the paths of sync, fsfreeze, timeout and cat. Prints {@code frozen} or
     * what went wrong; then {@code thawed} when that was asked for, {@code expired} if the limit came first, or {@code lost} if
     * somebody else had thawed before. Through /proc/self/fd a later
     * mount over the directory cannot get in between. The pipe is read without descriptor 3, so that a guardian that somebody
     * kills does not keep the file system busy.
     */
    private static final String SCRIPT = """
            trap '' HUP INT QUIT TERM PIPE
            exec 3<"$1" || exit 1
            "$3" -f /proc/self/fd/3 || exit 1
            "$4" -f /proc/self/fd/3 || exit 1
            echo frozen
            "$5" -s KILL "$2" "$6" >/dev/null 2>&1 3<&- && word=thawed || word=expired
            "$4" -u /proc/self/fd/3 2>/dev/null && echo $word || echo lost
            """;

    /** Writing everything back comes before freezing and may take its time. */
    private static final Duration FREEZING_LIMIT = Duration.ofMinutes(2);

    private static final Duration THAWING_LIMIT = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 1;

    private final Path mountPoint;
    private final Process process;
    private final BufferedReader words;
    private final LongSupplier nanoTime;

    private Guardian(Path mountPoint, Process process, LongSupplier nanoTime) {
        this.mountPoint = mountPoint;
        this.process = process;
        this.words = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.nanoTime = nanoTime;
    }

    /**
     * Freezes a file system.
     *
     * @return when it is frozen
     * @throws Failure.Conflict if it cannot be frozen
     * @throws Failure.Unavailable if a program for it is not installed
     */
    static Guardian freeze(Path mountPoint, Duration limit, Tools tools, LongSupplier nanoTime) {
        List<String> command = List.of(
                tools.require("setsid").toString(),
                "/bin/sh",
                "-c",
                SCRIPT,
                "ebsnap-guardian",
                mountPoint.toString(),
                Long.toString(limit.toSeconds()),
                tools.require("sync").toString(),
                tools.require("fsfreeze").toString(),
                tools.require("timeout").toString(),
                tools.require("cat").toString());
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(Path.of("/").toFile()).redirectErrorStream(true);
        Commands.prepare(builder, Map.of());
        try {
            Guardian guardian = new Guardian(mountPoint, builder.start(), nanoTime);
            guardian.awaitFrozen();
            return guardian;
        } catch (IOException failed) {
            throw new Failure.Unavailable(
                    "cannot start the guardian of " + mountPoint + ": " + failed.getMessage(), failed);
        }
    }

    private void awaitFrozen() throws IOException {
        String word = word(FREEZING_LIMIT).orElse("it takes longer than " + FREEZING_LIMIT.toSeconds() + " s");
        if (!word.equals("frozen")) {
            // Should it freeze after all, the end of the pipe makes it thaw at once.
            process.getOutputStream().close();
            throw new Failure.Conflict("cannot freeze " + mountPoint + ": " + word);
        }
    }

    /** Whether the file system is frozen still, as far as the guardian knows. */
    boolean guarding() {
        return process.isAlive();
    }

    /** Where the file system is mounted. */
    Path mountPoint() {
        return mountPoint;
    }

    /**
     * Thaws.
     *
     * @return whether the file system was frozen all the time; empty if the guardian was killed and can neither thaw nor tell
     */
    Optional<Boolean> thaw() {
        try {
            process.getOutputStream().close();
            return word(THAWING_LIMIT).flatMap(Guardian::intact);
        } catch (IOException noPipe) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> intact(String word) {
        return switch (word) {
            case "thawed" -> Optional.of(true);
            case "expired", "lost" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** The guardian's next line; empty when it takes too long, or at its end. */
    private Optional<String> word(Duration limit) throws IOException {
        long start = nanoTime.getAsLong();
        try {
            while (!words.ready() && process.isAlive() && nanoTime.getAsLong() - start < limit.toNanos()) {
                process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        boolean something = words.ready() || !process.isAlive();
        return something ? Optional.ofNullable(words.readLine()) : Optional.empty();
    }
}
