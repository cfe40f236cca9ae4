package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.ApiException;
import io.ebsnap.api.ErrorKind;
import io.ebsnap.api.GeneralRequest;
import io.ebsnap.api.InstantOptions;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotRequest;
import io.ebsnap.api.TaskState;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.RequiresRoot;
import io.ebsnap.linux.testing.RequiresSoftHsm;
import io.ebsnap.linux.testing.SoftHsm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** KMS keys in a PKCS#11 token, on the real daemon: with the token, without it, and with a wrong PIN. */
@RequiresRoot
@RequiresSoftHsm
class TokenKeysIT {

    private static final String MINE = "alias/mine";
    private static final int WRONG_CONFIGURATION = 2;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private DaemonHome home;

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private TestImage image;

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private SoftHsm hsm;

    @BeforeEach
    void prepare() throws IOException {
        home = DaemonHome.in(folder);
        image = new TestImage(folder.resolve("source.img"), (4L << 20) + 4096, new Random(11));
        image.change(6);
        hsm = SoftHsm.in(folder).add("the hsm");
        pin(SoftHsm.PIN);
    }

    @Test
    void whatIsUnderATokensKeyNeedsTheTokenAndNothingElseDoes() throws IOException {
        configure("local");
        CommandLine ebsnap = new CommandLine(home);
        Snapshot mine;
        Snapshot other;
        try (RunningDaemon daemon = start()) {
            assertThat(ebsnap.run("key", "create", "--alias", MINE, "--origin", "AWS_CLOUDHSM"))
                    .contains("AWS_CLOUDHSM, PKCS#11 token 'the hsm'");
            assertThat(ebsnap.run("key", "list")).contains("AWS_KMS", "AWS_CLOUDHSM");
            assertThat(ebsnap.run("key", "rotate", MINE)).contains("ON_DEMAND");
            mine = take(daemon, MINE);
            other = take(daemon, "alias/aws/ebs");
            exportTells(ebsnap);
            daemon.kill();
        }
        hsm.pull();
        try (RunningDaemon daemon = start()) {
            restore(daemon, other);
            assertThatThrownBy(() -> restore(daemon, mine)).isInstanceOfSatisfying(ApiException.class, e -> {
                assertThat(e.error().kind()).isEqualTo(ErrorKind.DENIED);
                assertThat(e.error().message()).contains("PKCS#11 token 'the hsm' is not there");
            });
            awaitWarning(daemon, "1 snapshots cannot be read without: " + mine.snapshotId());
            hsm.putBack();
            restore(daemon, mine);
        }
    }

    @Test
    void aStoreWhoseOwnKeyIsInTheTokenStartsWithItOnlyAndTriesAWrongPinOnce() throws IOException {
        configure("pkcs11");
        Snapshot snapshot;
        try (RunningDaemon daemon = start()) {
            snapshot = take(daemon, "alias/aws/ebs");
            assertThat(daemon.stop()).isZero();
        }
        assertThat(hsm.objects()).isEqualTo(2);
        hsm.pull();
        assertThat(end()).isEqualTo(1);
        hsm.putBack();
        pin("1111");
        assertThat(end()).isEqualTo(WRONG_CONFIGURATION);
        pin(SoftHsm.PIN);
        try (RunningDaemon daemon = start()) {
            assertThat(daemon.log())
                    .contains(
                            "PKCS#11 token 'the hsm' is not there; the module sees none at all",
                            "PKCS#11 token 'the hsm' refused the PIN in " + folder.resolve("pin"),
                            "C_Login: CKR_PIN_INCORRECT")
                    .doesNotContain("1111", SoftHsm.PIN);
            restore(daemon, snapshot);
        }
    }

    private void exportTells(CommandLine ebsnap) throws IOException {
        Path secret = Files.writeString(folder.resolve("passphrase"), "written on paper");
        Commands.Result exported = ebsnap.attempt(
                "key", "export", folder.resolve("recovery").toString(), "--passphrase-file", secret.toString());
        assertThat(exported.status()).as(exported.output()).isZero();
        assertThat(exported.output()).contains("does not have the material of 1 key in a PKCS#11 token");
    }

    private static void awaitWarning(RunningDaemon daemon, String text) {
        while (daemon.call(new GeneralRequest.GetStatus()).warnings().stream()
                .noneMatch(warning -> warning.contains(text))) {
            RunningDaemon.pause();
        }
    }

    private void configure(String backend) throws IOException {
        Files.writeString(
                home.config(),
                "[keystore]\nbackend = \"" + backend + "\"\n[pkcs11]\nmodule = \"" + hsm.module()
                        + "\"\ntoken = \"the hsm\"\npin-file = \"" + folder.resolve("pin") + "\"\n");
    }

    private void pin(String pin) throws IOException {
        Path file = Files.writeString(folder.resolve("pin"), pin + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private RunningDaemon start() {
        RunningDaemon daemon = launch();
        daemon.awaitReady();
        return daemon;
    }

    private int end() {
        try (RunningDaemon daemon = launch()) {
            return daemon.awaitEnd();
        }
    }

    private RunningDaemon launch() {
        return RunningDaemon.launch(
                home, Map.of(SoftHsm.VARIABLE, hsm.configuration().toString()));
    }

    private Snapshot take(RunningDaemon daemon, String key) {
        Snapshot begun = daemon.call(new SnapshotRequest.CreateSnapshot(
                        List.of(image.file().toString()), null, List.of(), InstantOptions.AUTOMATIC, key))
                .snapshots()
                .getFirst();
        Snapshot settled = new Jobs(daemon).settled(begun.snapshotId());
        assertThat(settled.state()).as(settled.toString()).isEqualTo("completed");
        return settled;
    }

    private void restore(RunningDaemon daemon, Snapshot snapshot) {
        Path target = folder.resolve("restored.img");
        assertThat(new Jobs(daemon)
                        .restore(snapshot.snapshotId(), target, false)
                        .state())
                .isEqualTo(TaskState.COMPLETED);
        assertThat(TestImage.digest(target)).isEqualTo(image.digest());
    }
}
