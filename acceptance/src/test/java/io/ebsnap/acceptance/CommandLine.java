package io.ebsnap.acceptance;

import io.ebsnap.cli.CommandsOfUser;
import io.ebsnap.linux.testing.Commands;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The real {@code ebsnap} command, talking to one daemon. It runs in the process of the test, because hundreds of starts would take most of the time;
 * {@link #processes} is for what tells more as a process.
 */
final class CommandLine {

    private static final Pattern SNAPSHOT_ID = Pattern.compile("snap-[0-9a-f]{17}");

    private final RunningDaemon.DaemonHome home;
    private final boolean isProcess;

    CommandLine(RunningDaemon.DaemonHome home) {
        this(home, false);
    }

    private CommandLine(RunningDaemon.DaemonHome home, boolean isProcess) {
        this.home = home;
        this.isProcess = isProcess;
    }

    /** Each command by its launcher, as a process of its own. */
    static CommandLine processes(RunningDaemon.DaemonHome home) {
        return new CommandLine(home, true);
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
        String[] all = Stream.concat(Stream.of("--socket", home.socket().toString()), Stream.of(arguments))
                .toArray(String[]::new);
        return isProcess ? process(all) : here(all);
    }

    private static Commands.Result process(String... arguments) {
        return Commands.attempt(
                Stream.concat(Stream.of(Checkout.script("ebsnap").toString()), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private static Commands.Result here(String... arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        int status = CommandsOfUser.run(out, arguments);
        out.flush();
        return new Commands.Result(
                status, printed.toString(StandardCharsets.UTF_8).strip());
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
