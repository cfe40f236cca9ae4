package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.OptionSpec;

/** The manual pages say what the command line knows. */
class ManualPagesTest {

    private static final Path PAGES =
            Path.of("..", "docs", "man").toAbsolutePath().normalize();

    static Stream<String> commands() {
        return AllCommands.names(AllCommands.tree(), "");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandAndOptionStandsInItsPage(String command) throws IOException {
        String page = page(command);
        if (command.contains(" ")) {
            assertThat(page).contains(".Cm " + command);
        }
        for (OptionSpec option : AllCommands.find(command).getCommandSpec().options()) {
            assertThat(Arrays.stream(option.names()).map(name -> "Fl " + name.substring(1) + " "))
                    .as(command)
                    .allMatch(page.replace('\n', ' ')::contains);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void defaultsOfOptionsStandInTheirPages(String command) throws IOException {
        for (OptionSpec option : AllCommands.find(command).getCommandSpec().options()) {
            if (option.defaultValue() != null && !option.inherited()) {
                assertThat(page(command)).contains("Default: " + option.defaultValue() + ".\n");
            }
        }
    }

    @Test
    void mainPageListsCommandsEnvironmentAndEveryExitCode() throws IOException {
        String page = Files.readString(PAGES.resolve("ebsnap.1"));
        AllCommands.tree()
                .getSubcommands()
                .keySet()
                .forEach(command -> assertThat(page).contains(".It Cm " + command));
        assertThat(page)
                .contains(Session.SOCKET_VARIABLE, Session.REGION_VARIABLE, Session.ACCOUNT_VARIABLE)
                .contains(RegionSockets.STANDARD.first().toString());
        for (int exitCode : exitCodes()) {
            assertThat(page).contains(".It " + exitCode + "\n");
        }
    }

    private static List<Integer> exitCodes() {
        return Arrays.stream(ExitCode.class.getDeclaredFields())
                .filter(field -> field.getType() == int.class)
                .map(ManualPagesTest::value)
                .toList();
    }

    private static int value(Field constant) {
        try {
            return constant.getInt(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Groups and commands of their own have a page; completion stands in the main one. */
    private static String page(String command) throws IOException {
        String group = command.split(" ", -1)[0];
        return Files.readString(PAGES.resolve(group.equals("completion") ? "ebsnap.1" : "ebsnap-" + group + ".1"));
    }
}
