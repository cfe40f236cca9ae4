package io.ebsnap.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The whole tree of commands, for tests that look at all of them. */
final class AllCommands {

    private AllCommands() {}

    static CommandLine tree() {
        PrintStream nothing = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Renderer renderer = new Renderer(nothing, nothing, false, 80);
        return CommandTree.of(
                new Session(new Session.Surroundings(
                        renderer,
                        Map.of(),
                        RegionSockets.STANDARD,
                        millis -> {},
                        () -> 0,
                        question -> new char[0],
                        InstantSource.system(),
                        new Programs(ProcessBuilder::start))),
                List.of());
    }

    /** The names of all commands below one, with those of their groups before them. */
    static Stream<String> names(CommandLine command, String prefix) {
        return command.getSubcommands().entrySet().stream()
                .flatMap(entry -> Stream.concat(
                        Stream.of(prefix + entry.getKey()), names(entry.getValue(), prefix + entry.getKey() + " ")));
    }

    static CommandLine find(String path) {
        CommandLine command = tree();
        for (String name : path.split(" ", -1)) {
            command = Objects.requireNonNull(command.getSubcommands().get(name), path);
        }
        return command;
    }
}
