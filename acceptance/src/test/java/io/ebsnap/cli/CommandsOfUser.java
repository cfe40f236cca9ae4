package io.ebsnap.cli;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * The command line in a process that stays, to be run as another user: a start for each command would take minutes. It reads a command a line, its arguments
 * between tabs, and writes a line for each: exit status, tab, what was printed in hexadecimal digits.
 */
public final class CommandsOfUser {

    private static final int USER_WIDTH = 200;
    private static final int PROCESS_WIDTH = 100;

    private CommandsOfUser() {}

    public static void main(String[] options) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null) {
            System.out.println(answer(line.split("\t", -1)));
            line = lines.readLine();
        }
    }

    private static String answer(String[] arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        int exitCode = Ebsnap.run(surroundings(out, USER_WIDTH, question -> new char[0]), arguments);
        out.flush();
        return exitCode + "\t" + HexFormat.of().formatHex(printed.toByteArray());
    }

    /**
     * Runs a command here, as a process without a terminal runs it.
     *
     * @param out takes what is printed, notes and errors too
     * @return the exit status
     */
    public static int run(PrintStream out, String... arguments) {
        Prompt nobody = question -> {
            throw new Refusal(ExitCode.USAGE, "there is no terminal to ask at", "give it with --passphrase-file");
        };
        return Ebsnap.run(surroundings(out, PROCESS_WIDTH, nobody), arguments);
    }

    /** The paths of all commands that are not groups, such as {@code key alias list}. */
    public static List<String> all() {
        PrintStream nothing = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return leaves(
                        CommandTree.of(
                                new Session(surroundings(nothing, USER_WIDTH, question -> new char[0])), List.of()),
                        "")
                .toList();
    }

    private static Session.Surroundings surroundings(PrintStream out, int width, Prompt prompt) {
        return new Session.Surroundings(
                new Renderer(out, out, false, width),
                Map.of(),
                RegionSockets.STANDARD,
                Thread::sleep,
                System::nanoTime,
                prompt,
                InstantSource.system(),
                new Programs(ProcessBuilder::start));
    }

    private static Stream<String> leaves(CommandLine command, String path) {
        if (command.getSubcommands().isEmpty()) {
            return Stream.of(path);
        }
        return command.getSubcommands().entrySet().stream()
                .flatMap(entry -> leaves(entry.getValue(), (path + " " + entry.getKey()).strip()));
    }
}
