package io.ebsnap.acceptance;

import io.ebsnap.linux.testing.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The source tree that is being tested, and its programs. */
final class Checkout {

    private static final String MINUTES_MAX = "5m";

    private Checkout() {}

    /** Its top folder. */
    static Path top() {
        return real(Path.of(System.getProperty("basedir", ".")).resolve(".."));
    }

    /** One of its scripts. */
    static Path script(String name) {
        return top().resolve("scripts").resolve(name);
    }

    /** The text of one of its files. */
    static String text(String file) {
        try {
            return Files.readString(top().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a command with nothing in its environment but {@code settings} and the system's PATH; ended after five minutes.
     *
     * @param settings {@code NAME=value}
     */
    static Commands.Result run(List<String> settings, List<String> command) {
        List<String> all = new ArrayList<>(List.of("timeout", MINUTES_MAX, "env", "-i"));
        all.add("PATH=/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin");
        all.addAll(settings);
        all.addAll(command);
        return Commands.attempt(all.toArray(String[]::new));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
