package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.testing.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code scripts/ebsnap} and {@code scripts/ebsnapd} of this checkout. */
class LaunchersIT {

    @TempDir
    Path scratch = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"ebsnap", "ebsnapd"})
    void theyRunFromAnyFolderThroughALinkWithoutJavaOnPath(String program) throws IOException {
        Path link = Files.createSymbolicLink(scratch.resolve("a link"), Checkout.script(program));
        Commands.Result result =
                Checkout.run(List.of(), List.of("env", "--chdir=" + scratch, link.toString(), "--version"));
        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output()).contains(program);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ebsnap", "ebsnapd"})
    void beforeABuildTheySayHowToBuild(String program) throws IOException {
        Path scripts = Files.createDirectory(scratch.resolve("scripts"));
        Path script = Files.copy(Checkout.script(program), scripts.resolve(program));
        Files.copy(Checkout.script("find-java"), scripts.resolve("find-java"));
        Commands.Result result = Checkout.run(List.of(), List.of(script.toString()));
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output()).contains("not built yet", "mvn -B");
    }

    @Test
    void argumentsArriveAsTheyWereGiven() {
        Commands.Result result = Checkout.run(
                List.of(), List.of(Checkout.script("ebsnap").toString(), "--socket", "/no such/socket $x", "status"));
        assertThat(result.status()).isNotZero();
        assertThat(result.output()).contains("/no such/socket $x");
    }
}
