package io.ebsnap.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ebsnap completion}. */
@Command(
        name = "completion",
        header = "Print a completion script for a shell.",
        description = "For example in ~/.bashrc: source <(ebsnap completion bash)")
final class CompletionCommand implements Callable<Integer> {

    /** The shells that it knows. */
    enum Shell {
        bash,
        zsh
    }

    @Parameters(paramLabel = "bash|zsh", description = "The shell: ${COMPLETION-CANDIDATES}.")
    Shell shell = Shell.bash;

    @Spec
    @Nullable
    CommandSpec spec;

    private final Session session;

    CompletionCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("run before it was parsed");
        }
        String script = AutoComplete.bash("ebsnap", spec.root().commandLine());
        session.renderer().text(shell == Shell.zsh ? "#compdef ebsnap\n" + script : script);
        return ExitCode.OK;
    }
}
