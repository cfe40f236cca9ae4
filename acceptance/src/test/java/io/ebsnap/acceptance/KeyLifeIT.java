package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two KMS keys on the real daemon: what is refused, what goes on, and what a kill at each step of a rotation leaves. */
@RequiresRoot
class KeyLifeIT {

    private static final int DENIED = 7;
    private static final long IMAGE_BYTES = (8L << 20) + 4096;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private DaemonHome home;

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private CommandLine ebsnap;

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private TestImage image;

    @BeforeEach
    void prepare() throws IOException {
        home = DaemonHome.in(folder);
        ebsnap = new CommandLine(home);
        image = new TestImage(folder.resolve("source.img"), IMAGE_BYTES, new Random(7));
        image.change(12);
    }

    @Test
    void whatIsUnderAKeyThatMayNotBeUsedIsRefusedAndNothingElseIs() {
        String mine;
        String other;
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            ebsnap.run("key", "create", "--alias", "alias/mine", "--tag", "tenant=acme");
            mine = take("--kms-key", "alias/mine");
            other = take();
            assertThat(ebsnap.run("snapshot", "show", mine, "-o", "json"))
                    .contains("\"KmsKeyId\": \"arn:aws:kms:local:000000000000:key/");

            assertThat(ebsnap.run("key", "show", "--use", "alias/mine"))
                    .contains(mine)
                    .doesNotContain(other);
            ebsnap.run("key", "disable", "--yes", "alias/mine");
            assertRefused("is disabled", "restore", mine, target(), "--force");
            assertRefused(
                    "is disabled",
                    "snapshot",
                    "create",
                    "--kms-key",
                    "alias/mine",
                    image.file().toString());
            assertWhole(other);
            ebsnap.run("key", "schedule-deletion", "--days", "7", "--yes", "alias/mine");
            assertThat(daemon.stop()).isZero();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            assertThat(ebsnap.run("key", "list")).contains("PendingDeletion");
            assertRefused("about to be deleted", "restore", mine, target(), "--force");
            ebsnap.run("key", "cancel-deletion", "alias/mine");
            assertRefused("is disabled", "restore", mine, target(), "--force");
            ebsnap.run("key", "enable", "alias/mine");
            assertWhole(mine);
            assertThat(ebsnap.attempt("key", "disable", "--yes", "alias/aws/ebs")
                            .status())
                    .isEqualTo(2);
            assertThat(daemon.isAlive()).isTrue();
        }
    }

    @Test
    void theDefaultKeyIsKept() {
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            ebsnap.run("key", "create", "--alias", "alias/mine");
            ebsnap.run("key", "default", "alias/mine");
            daemon.kill();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            String snapshot = take();
            assertThat(ebsnap.run("key", "show", "--use", "alias/mine")).contains(snapshot);
            ebsnap.run("key", "default", "--reset");
            String again = take();
            assertThat(ebsnap.run("key", "show", "--use", "alias/mine")).doesNotContain(again);
            assertThat(daemon.isAlive()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"key.after-version", "key.after-rewrap"})
    void aDaemonThatIsKilledInARotationReadsEverythingAfterwards(String point) {
        String snapshot;
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            ebsnap.run("key", "create", "--alias", "alias/mine");
            snapshot = take("--kms-key", "alias/mine");
            assertThat(daemon.stop()).isZero();
        }
        try (RunningDaemon doomed = RunningDaemon.launch(home, Map.of("EBSNAP_CRASH_AT", point))) {
            doomed.awaitReady();
            assertThat(ebsnap.attempt("key", "rotate", "alias/mine").status()).isNotZero();
            assertThat(doomed.awaitEnd()).isNotZero();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            assertThat(ebsnap.run("key", "rotation", "list", "alias/mine")).contains("ON_DEMAND");
            assertWhole(snapshot);
            assertThat(ebsnap.run(
                            "snapshot",
                            "create",
                            "--kms-key",
                            "alias/mine",
                            image.file().toString()))
                    .contains("completed");
            assertThat(daemon.isAlive()).isTrue();
        }
    }

    private String take(String... options) {
        String[] words = new String[options.length + 3];
        words[0] = "snapshot";
        words[1] = "create";
        System.arraycopy(options, 0, words, 2, options.length);
        words[words.length - 1] = image.file().toString();
        return CommandLine.snapshotId(ebsnap.run(words));
    }

    private String target() {
        return folder.resolve("restored.img").toString();
    }

    private void assertWhole(String snapshot) {
        ebsnap.run("restore", snapshot, target(), "--force");
        assertThat(TestImage.digest(folder.resolve("restored.img"))).isEqualTo(image.digest());
    }

    private void assertRefused(String reason, String... words) {
        Commands.Result result = ebsnap.attempt(words);
        assertThat(result.status()).as(result.output()).isEqualTo(DENIED);
        assertThat(result.output()).contains(reason, "hint: ");
    }
}
