package io.ebsnap.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellHooksTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path directory = Path.of("/");

    private final ShellHooks hooks = new ShellHooks(LONG, System::nanoTime);

    @Test
    void aCommandSeesWhatItIsAboutAndNothingOfTheDaemonsEnvironment() throws IOException {
        Path seen = directory.resolve("seen");
        hooks.run("pre", "env > " + seen, Map.of("EBSNAP_VOLUME", "vol-1", "EBSNAP_DEVICE", "/dev/x y"));
        assertThat(Files.readAllLines(seen))
                .contains("EBSNAP_PHASE=pre", "EBSNAP_VOLUME=vol-1", "EBSNAP_DEVICE=/dev/x y", "LC_ALL=C")
                .noneMatch(line -> line.startsWith("HOME=") || line.startsWith("USER="));
    }

    @Test
    void aCommandThatFailsTellsItsStatusAndLastWords() {
        assertThatThrownBy(() -> hooks.run("pre", "echo no room >&2; exit 7", Map.of()))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("the pre hook")
                .hasMessageContaining("exit status 7: no room");
    }

    @Test
    void aCommandThatTakesTooLongIsKilledWithItsChildren() throws Exception {
        Path pid = directory.resolve("pid");
        ShellHooks impatient = new ShellHooks(Duration.ofMillis(300), System::nanoTime);
        assertThatThrownBy(() -> impatient.run("post", "sleep 1000 & echo $! > " + pid + "; wait", Map.of()))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("killed for taking too long");
        long child = Long.parseLong(Files.readString(pid).strip());
        ProcessHandle.of(child).ifPresent(left -> left.onExit().join());
    }

    @Test
    void aCommandsOutputIsReadToItsEndButKeptToABound() {
        assertThatThrownBy(() -> hooks.run("pre", "head -c 5000000 /dev/zero | tr '\\0' x; exit 1", Map.of()))
                .isInstanceOf(Failure.Conflict.class)
                .matches(failed -> String.valueOf(failed.getMessage()).length() < 2000);
    }

    @Test
    void somebodyWhomACommandLeavesBehindIsNotWaitedFor() throws IOException {
        Path pid = directory.resolve("pid");
        hooks.run("post", "sleep 1000 & echo $! > " + pid, Map.of());
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .orElseThrow()
                .destroyForcibly();
    }
}
