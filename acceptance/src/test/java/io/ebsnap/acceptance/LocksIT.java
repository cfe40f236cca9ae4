package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.ApiException;
import io.ebsnap.api.DaemonUnreachable;
import io.ebsnap.api.GeneralRequest;
import io.ebsnap.api.InstantOptions;
import io.ebsnap.api.KeyRequest;
import io.ebsnap.api.LockRequest;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotRequest;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real daemon, root who wants a locked snapshot to be gone, and everything that root can lay hands on but all of it at once. */
@RequiresRoot
class LocksIT {

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private DaemonHome home;

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private TestImage image;

    @BeforeEach
    void prepare() throws IOException {
        home = DaemonHome.in(folder);
        image = new TestImage(folder.resolve("source.img"), 4L << 20, new Random(7));
        image.change(6);
    }

    @Test
    void nothingThatRootAsksForOrRemovesTakesALockedSnapshotAway() throws IOException {
        String snapshot;
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            CommandLine ebsnap = new CommandLine(home);
            ebsnap.run("key", "create", "--alias", "alias/mine");
            Snapshot taken = take(daemon);
            snapshot = taken.snapshotId();
            assertThat(ebsnap.run("snapshot", "lock", "--yes", "--mode", "compliance", "--days", "30", snapshot))
                    .contains("compliance");
            assertThat(ebsnap.run("snapshot", "list", "--locked"))
                    .contains(snapshot)
                    .contains("30 days");
            assertThat(ebsnap.run("-o", "json", "snapshot", "show", snapshot))
                    .contains("\"LockState\": \"compliance\"");
            assertRefused(daemon, new SnapshotRequest.DeleteSnapshot(snapshot), "it is locked until");
            assertRefused(daemon, new LockRequest.UnlockSnapshot(snapshot), "nobody can take that lock off");
            assertRefused(
                    daemon, new LockRequest.LockSnapshot(snapshot, "compliance", 29, null, null), "made longer only");
            assertRefused(
                    daemon, new KeyRequest.ScheduleKeyDeletion("alias/mine", 7), "is sealed under it, and locked");
            ebsnap.run("store", "gc");
            daemon.kill();
        }
        removeAll(home.data().resolve("store/catalog/snapshot-lock"));
        removeAll(home.data().resolve("index"));
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            assertRefused(daemon, new SnapshotRequest.DeleteSnapshot(snapshot), "it is locked until");
            assertThat(daemon.call(new GeneralRequest.GetStatus()).warnings())
                    .anyMatch(warning -> warning.contains("the lock of " + snapshot));
            assertThat(new CommandLine(home).run("events", "--after", "0")).contains("snapshotLockAlarm");
            daemon.kill();
        }
        removeAll(home.data().resolve("locks"));
        Files.delete(home.data().resolve("trusted-time"));
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            assertRefused(daemon, new SnapshotRequest.DeleteSnapshot(snapshot), "it is locked until");
            assertRefused(daemon, new LockRequest.UnlockSnapshot(snapshot), "nobody can take that lock off");
        }
    }

    @Test
    void aDaemonThatIsKilledWhileItLocksHasLockedOrNot() {
        try (RunningDaemon doomed = RunningDaemon.launch(home, Map.of("EBSNAP_CRASH_AT", "lock.after-record"))) {
            doomed.awaitReady();
            doomed.call(new KeyRequest.CreateKey(null, List.of(), "alias/mine", null, null));
            Snapshot taken = take(doomed);
            assertThatThrownBy(() ->
                            doomed.call(new LockRequest.LockSnapshot(taken.snapshotId(), "governance", 1, null, null)))
                    .isInstanceOf(DaemonUnreachable.class);
            assertThat(doomed.awaitEnd()).isNotZero();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            assertThat(daemon.call(new LockRequest.DescribeLockedSnapshots(
                                    List.of(), List.of(), io.ebsnap.api.Page.FIRST))
                            .snapshots())
                    .hasSize(1);
            assertThat(daemon.call(new GeneralRequest.GetStatus()).warnings())
                    .noneMatch(warning -> warning.contains("lock"));
        }
    }

    private Snapshot take(RunningDaemon daemon) {
        Snapshot begun = daemon.call(new SnapshotRequest.CreateSnapshot(
                        List.of(image.file().toString()), null, List.of(), InstantOptions.AUTOMATIC, "alias/mine"))
                .snapshots()
                .getFirst();
        return new Jobs(daemon).settled(begun.snapshotId());
    }

    private static void assertRefused(RunningDaemon daemon, io.ebsnap.api.Request<?> request, String why) {
        assertThatThrownBy(() -> daemon.call(request))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(why);
    }

    private static void removeAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }
}
