package io.ebsnap.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands about one kind of thing. */
@Command(synopsisSubcommandLabel = "COMMAND")
final class CommandGroup implements Runnable {

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public void run() {
        demandCommand(spec);
    }

    /** What a command that only holds others does when it is called by itself. */
    static void demandCommand(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("run before it was parsed");
        }
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
