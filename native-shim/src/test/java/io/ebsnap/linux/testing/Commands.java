package io.ebsnap.linux.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs the machine's own commands, as preparation of a test and as the judge of it. */
public final class Commands {

    private static final String PATH =
            System.getenv().getOrDefault("PATH", "/usr/bin:/bin") + ":/usr/local/sbin:/usr/sbin:/sbin";

    private Commands() {}

    /** What a command printed and how it ended. */
    public record Result(int status, String output) {}

    /**
     * Runs a command to its end.
     *
     * @return what it printed, without the last line end
     * @throws AssertionError if it fails; with what it printed
     */
    public static String run(String... command) {
        Result result = attempt(command);
        if (result.status() != 0) {
            throw new AssertionError(
                    String.join(" ", command) + " ended with " + result.status() + ": " + result.output());
        }
        return result.output();
    }

    /** Runs a command to its end, whatever that is. */
    public static Result attempt(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("PATH", PATH);
        environment.put("LC_ALL", "C");
        command[0] = find(command[0]).orElse(Path.of(command[0])).toString();
        try {
            Process process = builder.command(command).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command[0] + " ran", e);
        }
    }

    /** Whether a command succeeds. */
    public static boolean succeeds(String... command) {
        return attempt(command).status() == 0;
    }

    /** Whether there is such a command. */
    public static boolean exists(String command) {
        return find(command).isPresent();
    }

    private static Optional<Path> find(String command) {
        return Stream.of(PATH.split(":", -1))
                .map(directory -> Path.of(directory, command))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
