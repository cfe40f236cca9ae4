package io.ebsnap.acceptance;

import io.ebsnap.linux.testing.Commands;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real {@code ebsnap} command as a process, talking to one daemon. */
final class CommandLine {

    private static final Pattern SNAPSHOT_ID = Pattern.compile("snap-[0-9a-f]{17}");

    private final RunningDaemon.DaemonHome home;

    CommandLine(RunningDaemon.DaemonHome home) {
        this.home = home;
    }

    /** Runs a command that must succeed; returns what it printed. */
    String run(String... arguments) {
        Commands.Result result = attempt(arguments);
        if (result.status() != 0) {
            throw new AssertionError("ebsnap " + String.join(" ", arguments) + " ended with " + result.status() + ": "
                    + result.output());
        }
        return result.output();
    }

    /** Runs a command, whatever comes of it. */
    Commands.Result attempt(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Checkout.script("ebsnap").toString(), "--socket", home.socket().toString()));
        command.addAll(List.of(arguments));
        return Commands.attempt(command.toArray(String[]::new));
    }

    /** How the changes of a snapshot were found, as it is shown. */
    String detection(String snapshot) {
        return run("snapshot", "show", snapshot)
                .lines()
                .filter(line -> line.startsWith("detection"))
                .map(line -> line.substring("detection".length()).strip())
                .findFirst()
                .orElseThrow();
    }

    /** The first snapshot id in what a command printed. */
    static String snapshotId(String output) {
        Matcher matcher = SNAPSHOT_ID.matcher(output);
        if (!matcher.find()) {
            throw new AssertionError("no snapshot id in: " + output);
        }
        return matcher.group();
    }
}
