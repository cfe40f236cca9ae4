package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.ApiException;
import io.ebsnap.api.DaemonUnreachable;
import io.ebsnap.api.ErrorKind;
import io.ebsnap.api.InstantOptions;
import io.ebsnap.api.KeyRequest;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotRequest;
import io.ebsnap.api.TaskState;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two KMS keys on the real daemon: what is refused, what goes on, and what a kill in the middle of a rotation leaves. */
@RequiresRoot
class KeyLifeIT {

    private static final String MINE = "alias/mine";
    private static final long IMAGE_BYTES = (8L << 20) + 4096;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private DaemonHome home;

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private TestImage image;

    @BeforeEach
    void prepare() throws IOException {
        home = DaemonHome.in(folder);
        image = new TestImage(folder.resolve("source.img"), IMAGE_BYTES, new Random(7));
        image.change(12);
    }

    @Test
    void whatIsUnderAKeyThatMayNotBeUsedIsRefusedAndNothingElseIs() {
        Snapshot mine;
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            CommandLine ebsnap = new CommandLine(home);
            ebsnap.run("key", "create", "--alias", MINE);
            daemon.call(new KeyRequest.ModifyEbsDefaultKmsKeyId(MINE));
            mine = take(daemon, null);
            Snapshot other = take(daemon, "alias/aws/ebs");
            assertThat(mine.kmsKeyId())
                    .isEqualTo(daemon.call(new KeyRequest.DescribeKey(MINE))
                            .keyMetadata()
                            .arn());
            assertThat(ebsnap.run("key", "disable", "--yes", MINE)).contains("Disabled");
            assertRefused("is disabled", () -> restore(daemon, mine));
            assertRefused("is disabled", () -> take(daemon, MINE));
            assertRefused("is disabled", () -> take(daemon, null));
            restore(daemon, other);
            assertThat(daemon.call(new KeyRequest.ScheduleKeyDeletion(MINE, 7))
                            .affected()
                            .snapshotIds())
                    .containsExactly(mine.snapshotId());
            daemon.kill();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            assertRefused("about to be deleted", () -> restore(daemon, mine));
            daemon.call(new KeyRequest.CancelKeyDeletion(MINE));
            assertRefused("is disabled", () -> restore(daemon, mine));
            daemon.call(new KeyRequest.EnableKey(MINE));
            restore(daemon, mine);
            assertThat(take(daemon, null).kmsKeyId()).isEqualTo(mine.kmsKeyId());
        }
    }

    @Test
    void aDaemonThatIsKilledInARotationReadsEverythingAfterwards() {
        Snapshot snapshot;
        try (RunningDaemon doomed = RunningDaemon.launch(home, Map.of("EBSNAP_CRASH_AT", "key.after-version"))) {
            doomed.awaitReady();
            doomed.call(new KeyRequest.CreateKey(null, List.of(), MINE, null, null));
            snapshot = take(doomed, MINE);
            assertThatThrownBy(() -> doomed.call(new KeyRequest.RotateKeyOnDemand(MINE)))
                    .isInstanceOf(DaemonUnreachable.class);
            assertThat(doomed.awaitEnd()).isNotZero();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            assertThat(daemon.call(new KeyRequest.ListKeyRotations(MINE)).rotations())
                    .hasSize(2);
            restore(daemon, snapshot);
            assertThat(take(daemon, MINE).origin().parentSnapshotId()).isEqualTo(snapshot.snapshotId());
        }
    }

    private Snapshot take(RunningDaemon daemon, @Nullable String key) {
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

    private static void assertRefused(String reason, ThrowingCallable attempt) {
        assertThatThrownBy(attempt).isInstanceOfSatisfying(ApiException.class, e -> {
            assertThat(e.error().kind()).isEqualTo(ErrorKind.DENIED);
            assertThat(e.error().message()).contains(reason);
            assertThat(e.error().hint()).contains("ebsnap key ");
        });
    }
}
