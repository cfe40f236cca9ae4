package io.ebsnap.cli;

import de.thetaphi.forbiddenapis.SuppressForbidden;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** The entry point of {@code ebsnap}. */
public final class Ebsnap {

    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
    private static final int WIDTH_DEFAULT = 100;

    private Ebsnap() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        Renderer renderer = new Renderer(out, err, isTerminal(STANDARD_ERROR), width(System.getenv()));
        int exitCode = run(surroundings(renderer), arguments);
        out.flush();
        err.flush();
        end(exitCode);
    }

    /** At once: an orderly exit first sets up the runtime's logging, for nothing, which takes longer than most commands. */
    @SuppressForbidden // This is the entry point.
    private static void end(int exitCode) {
        Runtime.getRuntime().halt(exitCode);
    }

    /** Runs one command in given surroundings. */
    static int run(Session.Surroundings surroundings, String... arguments) {
        ErrorMessages errors = new ErrorMessages(surroundings.renderer());
        CommandLine tree = CommandTree.of(new Session(surroundings), List.of(arguments));
        tree.setOut(surroundings.renderer().helpWriter());
        tree.setExecutionExceptionHandler(errors);
        tree.setParameterExceptionHandler(errors);
        return tree.execute(arguments);
    }

    @SuppressForbidden // The entry point is where the real clock comes from.
    private static Session.Surroundings surroundings(Renderer renderer) {
        return new Session.Surroundings(
                renderer,
                System.getenv(),
                RegionSockets.STANDARD,
                Thread::sleep,
                System::nanoTime,
                Ebsnap::ask,
                InstantSource.system(),
                new Programs(ProcessBuilder::start));
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static boolean isTerminal(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    private static int width(Map<String, String> environment) {
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : WIDTH_DEFAULT;
    }

    private static char[] ask(String question) {
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(console -> console.readPassword("%s", question))
                .orElseThrow(() -> new Refusal(
                        ExitCode.USAGE, "there is no terminal to ask at", "give it with --passphrase-file"));
    }
}
