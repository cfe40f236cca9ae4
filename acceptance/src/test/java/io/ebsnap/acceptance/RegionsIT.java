package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon of a region beside the first one, where a packaged one would be, and the command line that finds it by its name. */
@RequiresRoot
class RegionsIT {

    private static final Path RUNTIME = Path.of("/run/ebsnap/regions");
    private static final int NOT_FOUND = 3;
    private static final int UNREACHABLE = 6;

    private final String region = "it-" + UUID.randomUUID().toString().substring(0, 8);

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private DaemonHome home;

    @BeforeEach
    void prepare() throws IOException {
        DaemonHome elsewhere = DaemonHome.in(folder);
        Files.writeString(elsewhere.config(), "[region]\nname = \"" + region + "\"\n");
        home = new DaemonHome(
                elsewhere.data(), elsewhere.config(), RUNTIME.resolve(region, "ebsnapd.sock"), elsewhere.log());
    }

    @AfterEach
    void clear() {
        Commands.run("rm", "-rf", RUNTIME.resolve(region).toString());
        Commands.attempt("rmdir", RUNTIME.toString(), RUNTIME.resolveSibling("").toString());
    }

    private Commands.Result ebsnap(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("env", "-u", "EBSNAP_SOCKET", Checkout.script("ebsnap").toString(), "--region", region));
        command.addAll(List.of(arguments));
        return Commands.attempt(command.toArray(String[]::new));
    }

    @Test
    void aRegionIsFoundByItsName() throws IOException {
        Path image = Files.write(folder.resolve("image"), new byte[1 << 20]);
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            assertThat(ebsnap("status").output()).contains(region, home.data().toString());
            assertThat(ebsnap("key", "create").status()).isZero();
            assertThat(ebsnap("-o", "json", "key", "list").output()).contains("arn:aws:kms:" + region + ":");
            assertThat(ebsnap("snapshot", "create", image.toString()).status()).isZero();
            assertThat(listed()).contains("available");

            CommandLine direct = new CommandLine(home);
            assertThat(direct.attempt("--region", "local", "snapshot", "list").status())
                    .isEqualTo(NOT_FOUND);
            assertThat(direct.attempt("--region", region, "snapshot", "list").status())
                    .isZero();
            daemon.kill();
            assertThat(ebsnap("snapshot", "list").status()).isEqualTo(UNREACHABLE);
            assertThat(listed()).contains("unavailable");
        }
    }

    private String listed() {
        return ebsnap("region", "list")
                .output()
                .lines()
                .filter(line -> line.startsWith(region))
                .findFirst()
                .orElseThrow();
    }
}
