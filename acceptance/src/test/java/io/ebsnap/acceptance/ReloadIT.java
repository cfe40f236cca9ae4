package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts that change while a real daemon runs. */
@RequiresRoot
@Requires(command = "setpriv")
class ReloadIT {

    private static final int NOBODY = 65534;
    private static final int NOGROUP = 65534;
    private static final int DENIED = 7;
    private static final int REFUSED = 1;
    private static final int WRONG = 2;
    private static final String GROUP = "[socket]\ngroup = \"nogroup\"\n";
    private static final String FIRST = GROUP + "[accounts]\n\"111111111111\" = { users = [\"nobody\"] }\n";
    private static final String SECOND = GROUP + "[accounts]\n\"222222222222\" = { users = [\"nobody\"] }\n";

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private DaemonHome home;

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private Path classes;

    @BeforeEach
    void prepare() throws IOException {
        Assumptions.assumeTrue(Commands.succeeds("getent", "passwd", "nobody"), "a user of Debian");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        home = DaemonHome.in(folder);
        classes = OtherUser.readableClasses(folder);
    }

    private OtherUser nobody() throws IOException {
        return OtherUser.of(NOBODY, NOGROUP, classes, home.socket());
    }

    @Test
    void whoActsForWhomChangesWithTheNextRequest() throws IOException {
        Files.writeString(home.config(), FIRST);
        try (RunningDaemon daemon = RunningDaemon.start(home);
                OtherUser user = nobody()) {
            user.run("volume", "create", "--size", "4M", "--name", "data");
            Files.writeString(home.config(), SECOND);
            assertThat(user.run("volume", "list")).as("before the reload").contains("data");
            Commands.Result done = reload();
            assertThat(done.status()).as(done.output()).isZero();
            assertThat(done.output()).contains("read anew").doesNotContain("restart");
            assertThat(user.run("volume", "list")).doesNotContain("data");
            Files.writeString(home.config(), FIRST + "[restore]\nthreads = 3\n");
            assertThat(reload().output()).contains("needs a restart");
            assertThat(user.run("volume", "list")).contains("data");
            daemon.stop();
        }
    }

    @Test
    void aWrongFileIsRefusedWithTheReasonAndChangesNothing() throws IOException {
        Files.writeString(home.config(), FIRST);
        try (RunningDaemon daemon = RunningDaemon.start(home);
                OtherUser user = nobody()) {
            user.run("volume", "create", "--size", "4M", "--name", "data");
            Files.writeString(home.config(), SECOND + "\"333333333333\" = { users = [\"nobody\"] }\n");
            Commands.Result twice = reload();
            assertThat(twice.status()).isEqualTo(WRONG);
            assertThat(twice.output()).contains("'nobody' is named twice");
            Files.writeString(home.config(), GROUP);
            Commands.Result none = reload();
            assertThat(none.status()).isEqualTo(REFUSED);
            assertThat(none.output()).contains("as good as root");
            assertThat(user.run("volume", "list")).contains("data");
            assertThat(user.attempt("store", "stats").status()).isEqualTo(DENIED);
            daemon.stop();
        }
    }

    @Test
    void aSignalDoesTheSameAndTheLogSaysWhatCameOfIt() throws IOException {
        Files.writeString(home.config(), FIRST);
        try (RunningDaemon daemon = RunningDaemon.start(home);
                OtherUser user = nobody()) {
            user.run("volume", "create", "--size", "4M", "--name", "data");
            Files.writeString(home.config(), "[no-such-section]\nx = 1\n");
            hangUp(daemon, "the configuration stays as it was");
            assertThat(daemon.log()).contains("no-such-section");
            assertThat(user.run("volume", "list")).contains("data");
            Files.writeString(home.config(), SECOND);
            hangUp(daemon, "configuration read anew");
            assertThat(user.run("volume", "list")).doesNotContain("data");
            daemon.stop();
        }
    }

    @Test
    void aReloadWithoutADaemonFails() throws IOException {
        Files.writeString(home.config(), FIRST);
        Commands.Result result = reload();
        assertThat(result.status()).isEqualTo(REFUSED);
        assertThat(result.output()).contains("no daemon answers");
    }

    private Commands.Result reload() {
        return Commands.attempt(
                Checkout.script("ebsnapd").toString(),
                "--config",
                home.config().toString(),
                "--socket",
                home.socket().toString(),
                "--reload");
    }

    private static void hangUp(RunningDaemon daemon, String logged) {
        Commands.run("kill", "-HUP", String.valueOf(daemon.processId()));
        while (!daemon.log().contains(logged)) {
            if (!daemon.isAlive()) {
                throw new AssertionError("ebsnapd has ended:\n" + daemon.log());
            }
            RunningDaemon.pause();
        }
    }
}
