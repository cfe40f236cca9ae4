package io.ebsnap.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Copies files of a snapshot by cp(1), which knows all that a file can have. It begins only when it is proven where it is: in the directory that was made for it.
 */
final class FilesCopy {

    private static final long LOOK_MILLIS = 200;
    private static final Pattern WRITTEN = Pattern.compile("(?m)^wchar: ([0-9]+)$");
    private static final int WORDS_MAX = 500;

    /** Waits for a line, then copies everything that is named into its own directory. */
    private static final String COPY =
            "read -r go && exec cp -dR --preserve=mode,ownership,timestamps,links,xattr --sparse=auto -- \"$@\" . 2>&1";

    private final Session session;
    private final MountedFiles files;
    private final RestoredFiles wanted;

    FilesCopy(Session session, MountedFiles files, RestoredFiles wanted) {
        this.session = session;
        this.files = files;
        this.wanted = wanted;
    }

    /**
     * Copies all of it, and has it written to disk.
     *
     * @throws Refusal if not all of it could be copied as it is
     */
    void into(RestorePlace place) {
        if (wanted.sources().isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("sh", "-c", COPY, "ebsnap-files"));
        wanted.sources().forEach(source -> command.add(source.toString()));
        Process process = session.programs()
                .start(new ProcessBuilder(command)
                        .directory(place.staging().toFile())
                        .redirectErrorStream(true));
        Progress progress = session.progress("restoring from " + files.snapshot());
        Words words = new Words();
        try {
            start(process, place);
            follow(process, words, progress);
            finish(process, words);
        } catch (IOException e) {
            throw Programs.unusable("cp", e);
        } catch (InterruptedException e) {
            throw Programs.interrupted(e);
        } finally {
            process.destroyForcibly();
            progress.end();
        }
        session.programs()
                .run(
                        "writing to disk",
                        List.of("sync", "--file-system", place.staging().toString()));
    }

    private static void start(Process process, RestorePlace place) throws IOException {
        if (!place.isStaging(Path.of("/proc", String.valueOf(process.pid()), "cwd"))) {
            throw new Refusal(
                    ExitCode.CONFLICT,
                    place.staging() + " was replaced by somebody",
                    "restore into a directory of root");
        }
        try (OutputStream go = process.getOutputStream()) {
            go.write("go\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** What it says is taken as it comes: it would wait otherwise. */
    private void follow(Process process, Words words, Progress progress) throws IOException {
        while (process.isAlive()) {
            words.take(process.getInputStream(), process.getInputStream().available());
            long done = Math.min(wanted.bytes(), written(process));
            progress.show(new Progress.Moment(
                    "copying", done, wanted.bytes(), Human.size(done) + " of " + Human.size(wanted.bytes()), null));
            session.pause(LOOK_MILLIS);
        }
    }

    private static long written(Process process) {
        try {
            Matcher found = WRITTEN.matcher(
                    Files.readString(Path.of("/proc", String.valueOf(process.pid()), "io"), StandardCharsets.US_ASCII));
            return found.find() ? Long.parseLong(found.group(1)) : 0;
        } catch (IOException ended) {
            return 0;
        }
    }

    private static void finish(Process process, Words words) throws IOException, InterruptedException {
        words.take(process.getInputStream(), Integer.MAX_VALUE);
        if (process.waitFor() != 0) {
            throw new Refusal(
                    ExitCode.FAILED,
                    "not everything could be copied, and nothing was restored: " + words.first,
                    "ebsnap snapshot mount lets you copy what can be");
        }
    }

    /** The first of what a program says. */
    private static final class Words {
        private String first = "";

        void take(InputStream from, int count) throws IOException {
            String said = new String(from.readNBytes(count), StandardCharsets.UTF_8).replace('\n', ' ');
            first += said.substring(0, Math.min(said.length(), WORDS_MAX - first.length()));
        }
    }
}
