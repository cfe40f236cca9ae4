package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.Page;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshots;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies between two real daemons by the command line, and what kills of either in the middle leave. */
@RequiresRoot
class RemoteCopyIT {

    private static final long IMAGE_BYTES = (24L << 20) + 4096;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private Side office;

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private Side vault;

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private TestImage image;

    /** A machine with a daemon. */
    private record Side(DaemonHome home, CommandLine ebsnap, int port) {

        static Side in(Path folder) throws IOException {
            DaemonHome home = DaemonHome.in(Files.createDirectories(folder));
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Files.writeString(home.config(), "[remote]\nlisten = \"127.0.0.1:" + free.getLocalPort() + "\"\n");
                return new Side(home, new CommandLine(home), free.getLocalPort());
            }
        }

        String address() {
            return "127.0.0.1:" + port;
        }

        String fingerprint() {
            return ebsnap.run("remote", "identity").strip();
        }
    }

    @BeforeEach
    void prepare() throws IOException {
        office = Side.in(folder.resolve("office"));
        vault = Side.in(folder.resolve("vault"));
        image = new TestImage(folder.resolve("source.img"), IMAGE_BYTES, new Random(7));
        image.change(20);
    }

    @Test
    void snapshotsArePulledAndPushedAndOnlyWhatChangedIsMoved() {
        try (RunningDaemon there = RunningDaemon.start(office.home());
                RunningDaemon here = RunningDaemon.start(vault.home())) {
            meet();
            assertThat(vault.ebsnap().run("remote", "check", "office")).contains("read");
            String first = take();
            assertThat(vault.ebsnap().run("remote", "snapshots", "office")).contains(first);
            String firstCopy = pull(first);
            assertRestores(vault, firstCopy);

            image.change(1);
            String second = take();
            assertThat(vault.ebsnap().run("snapshot", "pull", "office", second, "--dry-run"))
                    .contains(firstCopy);
            String secondCopy = pull(second);
            assertThat(vault.ebsnap().detection(secondCopy)).startsWith("exact by copy");
            assertRestores(vault, secondCopy);

            image.change(1);
            String third = take();
            assertThat(office.ebsnap().run("snapshot", "push", "vault", third, "--dry-run"))
                    .contains(secondCopy);
            office.ebsnap().run("snapshot", "push", "vault", third);
            assertRestores(vault, latest(here).snapshotId());
            assertThat(vault.ebsnap().run("events", "--last", "30")).contains("copySnapshot");
            assertThat(there.stop()).isZero();
            assertThat(here.stop()).isZero();
        }
    }

    @Test
    void whoHasAnotherCertificateIsRefused() {
        try (RunningDaemon there = RunningDaemon.start(office.home());
                RunningDaemon here = RunningDaemon.start(vault.home())) {
            String stranger = "ab".repeat(32);
            vault.ebsnap().run("remote", "add", "office", office.address(), "--fingerprint", stranger);
            assertThat(vault.ebsnap().attempt("remote", "check", "office").status())
                    .isEqualTo(7);
            vault.ebsnap().run("remote", "remove", "office");
            vault.ebsnap().run("remote", "add", "office", office.address(), "--fingerprint", office.fingerprint());
            assertThat(vault.ebsnap().attempt("remote", "check", "office").status())
                    .isEqualTo(7);
            assertThat(there.isAlive() && here.isAlive()).isTrue();
        }
    }

    @Test
    void killsOfEitherDaemonCostOnlyTime() {
        String source;
        RunningDaemon there = RunningDaemon.start(office.home());
        try {
            try (RunningDaemon doomed =
                    RunningDaemon.launch(vault.home(), Map.of("EBSNAP_CRASH_AT", "snapshot.after-copy"))) {
                doomed.awaitReady();
                meet();
                source = take();
                vault.ebsnap().attempt("snapshot", "pull", "office", source, "--bandwidth", "8M", "--no-wait");
                there.kill();
                there = RunningDaemon.start(office.home());
                assertThat(doomed.awaitEnd()).isNotZero();
            }
            try (RunningDaemon here = RunningDaemon.start(vault.home())) {
                Snapshot copy = new Jobs(here).settled(latest(here).snapshotId());
                assertThat(copy.state()).isEqualTo("completed");
                assertRestores(vault, copy.snapshotId());
            }
        } finally {
            there.close();
        }
    }

    private void meet() {
        office.ebsnap()
                .run("remote", "add", "vault", vault.address(), "--may=read", "--fingerprint", vault.fingerprint());
        vault.ebsnap()
                .run("remote", "add", "office", office.address(), "--may=write", "--fingerprint", office.fingerprint());
    }

    private String take() {
        return CommandLine.snapshotId(
                office.ebsnap().run("snapshot", "create", image.file().toString()));
    }

    private String pull(String source) {
        return CommandLine.snapshotId(vault.ebsnap().run("snapshot", "pull", "--quiet", "office", source));
    }

    private static Snapshot latest(RunningDaemon daemon) {
        return daemon.call(new DescribeSnapshots(List.of(), List.of(), Page.FIRST))
                .snapshots()
                .getLast();
    }

    private void assertRestores(Side side, String snapshot) {
        Path target = folder.resolve("restored.img");
        side.ebsnap().run("restore", "--force", snapshot, target.toString());
        assertThat(TestImage.digest(target)).isEqualTo(image.digest());
    }
}
