package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.Page;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotRequest;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of snapshots by the command line on the real daemon, and what a kill in the middle of one leaves. */
@RequiresRoot
class SnapshotCopyIT {

    private static final String MINE = "alias/mine";
    private static final long IMAGE_BYTES = (24L << 20) + 4096;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private DaemonHome home;

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private TestImage image;

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private CommandLine ebsnap;

    @BeforeEach
    void prepare() throws IOException {
        home = DaemonHome.in(folder);
        image = new TestImage(folder.resolve("source.img"), IMAGE_BYTES, new Random(7));
        image.change(20);
        ebsnap = new CommandLine(home);
    }

    @Test
    void aSnapshotIsMovedToAnotherKeyStepByStep() {
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            ebsnap.run("key", "create", "--alias", MINE);
            String first = take();
            String firstCopy = copy(first, "--kms-key", MINE);
            image.change(1);
            String second = take();
            assertThat(ebsnap.run("snapshot", "copy", second, "--kms-key", MINE, "--dry-run"))
                    .contains(firstCopy);
            String secondCopy = copy(second, "--kms-key", MINE, "--description", "moved", "--copy-tags");
            assertThat(ebsnap.detection(secondCopy)).startsWith("exact by copy");
            String shared = copy(secondCopy);

            for (String gone : List.of(first, second, firstCopy, secondCopy)) {
                ebsnap.run("snapshot", "delete", gone);
            }
            ebsnap.run("store", "gc");
            ebsnap.run("store", "verify");
            assertRestores(shared);
            assertThat(ebsnap.run("events", "--last", "30"))
                    .contains("copySnapshot")
                    .contains(secondCopy);
            assertThat(ebsnap.attempt("snapshot", "copy", second).status()).isNotZero();
            assertThat(daemon.stop()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy.after-pending", "snapshot.after-copy", "snapshot.after-commit"})
    void aCopyThatADaemonWasKilledInIsThereAfterwards(String point) {
        String source;
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            ebsnap.run("key", "create", "--alias", MINE);
            source = take();
            assertThat(daemon.stop()).isZero();
        }
        try (RunningDaemon doomed = RunningDaemon.launch(home, Map.of("EBSNAP_CRASH_AT", point))) {
            doomed.awaitReady();
            // Whether the command still sees the end depends on when the daemon dies.
            ebsnap.attempt("snapshot", "copy", source, "--kms-key", MINE);
            assertThat(doomed.awaitEnd()).isNotZero();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            Snapshot copy =
                    daemon
                            .call(new SnapshotRequest.DescribeSnapshots(List.of(), List.of(), Page.FIRST))
                            .snapshots()
                            .stream()
                            .filter(snapshot -> !snapshot.snapshotId().equals(source))
                            .findFirst()
                            .orElseThrow();
            assertThat(new Jobs(daemon).settled(copy.snapshotId()).state()).isEqualTo("completed");
            assertRestores(copy.snapshotId());
            assertThat(daemon.stop()).isZero();
        }
    }

    private String take() {
        return CommandLine.snapshotId(
                ebsnap.run("snapshot", "create", image.file().toString(), "--tag", "a=b"));
    }

    /** What comes before the copy's own line is not shown. */
    private String copy(String source, String... options) {
        List<String> command = new ArrayList<>(List.of("snapshot", "copy", "--quiet", source));
        command.addAll(List.of(options));
        return CommandLine.snapshotId(ebsnap.run(command.toArray(String[]::new)));
    }

    private void assertRestores(String snapshot) {
        Path target = folder.resolve("restored.img");
        ebsnap.run("restore", "--force", snapshot, target.toString());
        assertThat(TestImage.digest(target)).isEqualTo(image.digest());
    }
}
