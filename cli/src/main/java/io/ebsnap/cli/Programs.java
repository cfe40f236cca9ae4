package io.ebsnap.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs of the machine that commands run. */
final class Programs {

    private static final int WORDS_MAX = 500;

    private final Starter starter;

    Programs(Starter starter) {
        this.starter = starter;
    }

    /** Starts processes. */
    @FunctionalInterface
    interface Starter {
        Process start(ProcessBuilder builder) throws IOException;
    }

    /**
     * Runs a program to its end, with nothing to read.
     *
     * @throws Refusal if it cannot be started, or fails, with its last words
     */
    void run(String attempt, List<String> command) {
        Process process = start(new ProcessBuilder(command).redirectErrorStream(true));
        try {
            process.getOutputStream().close();
            String words = lastWords(process);
            int status = process.waitFor();
            if (status != 0) {
                throw new Refusal(
                        ExitCode.FAILED,
                        attempt + " failed: " + (words.isEmpty() ? "exit status " + status : words),
                        "root may do this; " + command.getFirst() + "(8) says more");
            }
        } catch (IOException e) {
            throw unusable(command.getFirst(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** The end of all that a process prints; it may end in the middle of that. */
    private static String lastWords(Process process) throws IOException {
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return words.substring(Math.max(0, words.length() - WORDS_MAX)).replace('\n', ' ');
    }

    /** Starts a program whose messages are in plain English. */
    Process start(ProcessBuilder builder) {
        builder.environment().put("LC_ALL", "C");
        try {
            return starter.start(builder);
        } catch (IOException e) {
            throw unusable(builder.command().getFirst(), e);
        }
    }

    static Refusal unusable(String program, IOException cause) {
        return new Refusal(
                ExitCode.FAILED,
                program + " cannot be used: " + cause.getMessage(),
                "install it, and be root to use it");
    }

    static Refusal interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new Refusal(ExitCode.INTERRUPTED, "interrupted: " + cause.getMessage(), "begin again");
    }
}
