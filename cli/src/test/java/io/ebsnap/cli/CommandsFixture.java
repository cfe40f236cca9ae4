package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;

/** Runs commands against a daemon that answers from a script. */
abstract class CommandsFixture {

    @TempDir
    Path directory = Path.of("");

    private int daemons;

    /** What a command that succeeds asks. */
    final List<Request<?>> asked(Function<Request<?>, Record> script, String... arguments) throws IOException {
        try (FakeDaemon daemon = daemon(script)) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run(arguments)).as(cli.err()).isZero();
            return daemon.asked();
        }
    }

    /** What a command that succeeds prints. */
    final String shown(Function<Request<?>, Record> script, String... arguments) throws IOException {
        try (FakeDaemon daemon = daemon(script)) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run(arguments)).as(cli.err()).isZero();
            return cli.out();
        }
    }

    final FakeDaemon daemon(Function<Request<?>, Record> script) throws IOException {
        daemons++;
        return new FakeDaemon(directory.resolve("socket" + daemons), script);
    }

    /** Compares with a golden file; {@code -Debsnap.goldens=DIRECTORY} writes the files instead. */
    static void assertGolden(String name, String actual) throws IOException {
        String rewrite = System.getProperty("ebsnap.goldens", "");
        if (rewrite.isEmpty()) {
            assertThat(actual).isEqualTo(golden(name));
        } else {
            Files.writeString(Path.of(rewrite, name), actual);
        }
    }

    static String golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(CommandsFixture.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
