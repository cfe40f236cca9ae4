package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.TaskList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountOptionTest {

    private static final String ACCOUNT = "111122223333";

    @TempDir
    private Path folder;

    @Test
    void theAccountIsThatOfTheOptionElseOfTheEnvironmentElseTheUsersOwn() throws IOException {
        Path socket = folder.resolve("s");
        try (FakeDaemon daemon = new FakeDaemon(socket, request -> new TaskList(List.of()))) {
            assertThat(Cli.of(socket).run("task", "list")).isZero();
            assertThat(Cli.of(socket).run("task", "list", "--account", ACCOUNT)).isZero();
            Map<String, String> variables =
                    Map.of("EBSNAP_SOCKET", socket.toString(), "EBSNAP_ACCOUNT", "000000000001");
            assertThat(Cli.in(variables).run("task", "list")).isZero();
            assertThat(Cli.in(variables).run("--account=" + ACCOUNT, "task", "list"))
                    .isZero();
            assertThat(daemon.accounts()).containsExactly("null", ACCOUNT, "000000000001", ACCOUNT);
        }
    }
}
