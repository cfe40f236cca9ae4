package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Runs programs to their end, with a time limit, a bounded output and nothing of the daemon's own environment. */
public final class Commands {

    /** Of each of its two outputs so much is kept; the rest is read and dropped. */
    static final int OUTPUT_BYTES_MAX = 64 * 1024;

    /** So long a killed program may take to be gone. */
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private static final long POLL_MILLIS = 5;
    private static final int CHUNK_BYTES = 8192;
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final LongSupplier nanoTime;

    /** @param nanoTime elapsed nanoseconds of a clock that is never set */
    public Commands(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * How a program ended.
     *
     * @param status its exit status; meaningless if it was killed
     * @param killed whether it overran its time
     * @param output what it printed, cut to a bound
     * @param errors what it printed to standard error, cut to a bound
     */
    public record Outcome(int status, boolean killed, String output, String errors) {

        /** Whether it ended by itself, and well. */
        public boolean succeeded() {
            return !killed && status == 0;
        }

        /** For a message: how it ended and its last words. */
        public String text() {
            String end = killed ? "it was killed for taking too long" : "exit status " + status;
            String words = (errors.isBlank() ? output : errors).strip();
            return words.isEmpty() ? end : end + ": " + words.substring(Math.max(0, words.length() - 500));
        }
    }

    /**
     * Runs a program in the root directory, with an empty standard input.
     *
     * @param environment beside PATH and LC_ALL=C
     * @throws Failure.Unavailable if it cannot be started or the thread is interrupted; it is killed then
     */
    public Outcome run(List<String> command, Map<String, String> environment, Duration limit) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(Path.of("/").toFile());
        prepare(builder, environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            Gathered output = new Gathered();
            Gathered errors = new Gathered();
            boolean killed = await(process, limit, new Taking(output, errors));
            return new Outcome(killed ? -1 : process.exitValue(), killed, output.text(), errors.text());
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot run " + command.getFirst() + ": " + failed.getMessage(), failed);
        }
    }

    /**
     * Runs a program like {@link #run} and hands on what it prints, however much, as it comes; the outcome has none of it.
     *
     * @param output not asked for more than it can take at once: the program waits meanwhile
     * @throws Failure.Unavailable if it cannot be started or the thread is interrupted; it is killed then
     */
    public Outcome stream(List<String> command, Duration limit, Output output) {
        return stream(command, Map.of(), limit, output);
    }

    /**
     * The same with more in its environment.
     *
     * @param environment beside PATH and LC_ALL=C
     */
    public Outcome stream(List<String> command, Map<String, String> environment, Duration limit, Output output) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(Path.of("/").toFile());
        prepare(builder, environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            Gathered errors = new Gathered();
            boolean killed = await(process, limit, new Taking(output, errors));
            return new Outcome(killed ? -1 : process.exitValue(), killed, "", errors.text());
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot run " + command.getFirst() + ": " + failed.getMessage(), failed);
        }
    }

    /** Takes what a program prints. */
    @FunctionalInterface
    public interface Output {

        /**
         * The next bytes.
         *
         * @param bytes valid until this returns
         * @param length how many of them count
         * @throws RuntimeException if it wants no more: the program is killed, and this thrown on
         */
        void take(byte[] bytes, int length);

        /**
         * Called again and again while the program runs.
         *
         * @throws RuntimeException if it is to run no longer: it is killed, and this thrown on
         */
        default void waiting() {}
    }

    /** Gives a program an environment of its own. */
    static void prepare(ProcessBuilder builder, Map<String, String> environment) {
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(environment);
    }

    /** Who takes a program's two outputs. */
    private record Taking(Output output, Output errors) {}

    /**
     * Reads while waiting, and only what is there: a program that ends may leave others behind that hold its outputs open, and
     * those are nobody to wait for.
     *
     * @return whether it was killed for taking too long
     */
    private boolean await(Process process, Duration limit, Taking taking) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long start = nanoTime.getAsLong();
        boolean ended = false;
        boolean killed = false;
        try {
            while (!ended && !killed) {
                ended = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
                drain(process.getInputStream(), chunk, taking.output());
                drain(process.getErrorStream(), chunk, taking.errors());
                taking.output().waiting();
                killed = !ended && nanoTime.getAsLong() - start > limit.toNanos();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            kill(process);
            throw new Failure.Unavailable("interrupted while a command was running; it was killed", interrupted);
        } catch (RuntimeException unwanted) {
            kill(process);
            throw unwanted;
        }
        if (killed) {
            kill(process);
        }
        return killed;
    }

    private static void drain(InputStream from, byte[] chunk, Output into) throws IOException {
        while (from.available() > 0) {
            int got = from.read(chunk, 0, Math.min(chunk.length, from.available()));
            if (got < 1) {
                return;
            }
            into.take(chunk, got);
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            // One that is stuck in the kernel goes when the kernel lets it; it is not waited for.
            process.waitFor(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The first part of an output. */
    private static final class Gathered implements Output {
        private final byte[] kept = new byte[OUTPUT_BYTES_MAX];
        private int length;

        @Override
        public void take(byte[] bytes, int count) {
            int room = Math.min(count, kept.length - length);
            System.arraycopy(bytes, 0, kept, length, room);
            length += room;
        }

        String text() {
            return new String(kept, 0, length, StandardCharsets.UTF_8);
        }
    }
}
