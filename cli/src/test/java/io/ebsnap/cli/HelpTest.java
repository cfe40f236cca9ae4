package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class HelpTest {

    private static final Path NOWHERE = Path.of("/nonexistent/socket");

    /** Every command with the names above it, such as {@code snapshot create}. */
    static Stream<String> commands() {
        CommandLine root = AllCommands.tree();
        return AllCommands.names(root, "");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandExplainsItself(String command) {
        Cli cli = Cli.of(NOWHERE);
        assertThat(cli.run((command + " --help").split(" ", -1))).isZero();
        assertThat(cli.out())
                .contains("Usage: ebsnap " + command)
                .contains("--socket=PATH")
                .contains("--output=FORMAT");
        assertThat(cli.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyOptionAndParameterIsDescribed(String command) {
        CommandLine.Model.CommandSpec spec = AllCommands.find(command).getCommandSpec();
        assertThat(spec.usageMessage().header()).isNotEmpty();
        assertThat(spec.args())
                .allSatisfy(argument -> assertThat(argument.description()).isNotEmpty());
    }

    @Test
    void helpNeedsNoDaemonAndListsEveryCommand() {
        Cli cli = Cli.of(NOWHERE);
        assertThat(cli.run("--help")).isZero();
        assertThat(cli.out())
                .contains(
                        "status",
                        "volume",
                        "snapshot",
                        "restore",
                        "fsr",
                        "nbd",
                        "store",
                        "region",
                        "zone",
                        "remote",
                        "key",
                        "task",
                        "audit",
                        "events",
                        "completion");
        assertThat(cli.run("--version")).isZero();
        assertThat(cli.out()).contains("ebsnap development");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void completionKnowsEveryCommand(String shell) {
        Cli cli = Cli.of(NOWHERE);
        assertThat(cli.run("completion", shell)).isZero();
        assertThat(cli.out())
                .contains("rebuild-index")
                .contains("--skip-damaged")
                .contains("complete -F");
    }
}
