package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machine's programs that the daemon needs, looked for in fixed directories only. */
public final class Tools {

    /** Where distributions put them. */
    public static final List<Path> DIRECTORIES =
            List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/sbin"), Path.of("/bin"));

    private final List<Path> directories;
    private final Commands commands;
    private final Duration limit;

    /** @param limit how long one may take */
    public Tools(List<Path> directories, Commands commands, Duration limit) {
        this.directories = List.copyOf(directories);
        this.commands = commands;
        this.limit = limit;
    }

    /** Where a program is, if this machine has it. */
    public Optional<Path> find(String name) {
        return directories.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Where a program is.
     *
     * @throws Failure.Unavailable if this machine does not have it
     */
    public Path require(String name) {
        return find(name)
                .orElseThrow(() ->
                        new Failure.Unavailable(name + " is not installed (looked in " + directories + ")", null));
    }

    /** Runs a program to its end. */
    public Commands.Outcome run(String name, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(require(name).toString());
        command.addAll(arguments);
        return commands.run(command, Map.of(), limit);
    }

    /**
     * Runs a program to its end and hands on what it prints as it comes.
     *
     * @param most how long it may take
     */
    public Commands.Outcome stream(String name, List<String> arguments, Duration most, Commands.Output output) {
        List<String> command = new ArrayList<>();
        command.add(require(name).toString());
        command.addAll(arguments);
        return commands.stream(command, most, output);
    }
}
