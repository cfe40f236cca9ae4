package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.Done;
import io.ebsnap.api.Remote;
import io.ebsnap.api.RemoteIdentity;
import io.ebsnap.api.RemoteList;
import io.ebsnap.api.RemoteRequest.AddRemote;
import io.ebsnap.api.RemoteRequest.DescribeSnapshotPull;
import io.ebsnap.api.RemoteRequest.DescribeSnapshotPush;
import io.ebsnap.api.RemoteRequest.PullSnapshot;
import io.ebsnap.api.RemoteRequest.PushSnapshot;
import io.ebsnap.api.RemoteRequest.RemoveRemote;
import io.ebsnap.api.RemoteSnapshot;
import io.ebsnap.api.RemoteSnapshotList;
import io.ebsnap.api.RemoteSource;
import io.ebsnap.api.RemoteStatus;
import io.ebsnap.api.Request;
import io.ebsnap.api.SnapshotList;
import io.ebsnap.api.SnapshotPullPlan;
import io.ebsnap.api.StartedTask;
import io.ebsnap.api.Tag;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The commands about other daemons, and copies from and to them. */
class RemoteCommandsTest extends CommandsFixture {

    private static final String PRINT = "ab".repeat(32);
    private static final Remote VAULT = new Remote("vault", "vault.example:7633", PRINT, true, false, null);
    private static final Remote LAPTOP = new Remote("laptop", null, PRINT, false, true, "111122223333");
    private static final SnapshotPullPlan PLAN =
            new SnapshotPullPlan("snap-1", "arn", true, "snap-2", 3 << 20, 1L << 20, 3L);

    @Test
    void listShowsWhatEachMayDo() throws IOException {
        RemoteList remotes = new RemoteList(List.of(LAPTOP, VAULT));
        assertGolden("remote-list.txt", shown(request -> remotes, "remote", "list"));
        assertGolden("remote-list.json", shown(request -> remotes, "remote", "list", "-o", "json"));
    }

    @Test
    void identityIsTheFingerprintAlone() throws IOException {
        assertThat(shown(request -> new RemoteIdentity(PRINT), "remote", "identity"))
                .isEqualTo(PRINT + "\n");
    }

    @Test
    void whoIsAddedMayDoNothingUnlessItIsSaid() throws IOException {
        assertThat(asked(request -> VAULT, "remote", "add", "vault", "--fingerprint", PRINT))
                .containsExactly(new AddRemote("vault", null, PRINT, false, false, null));
        assertThat(asked(
                        request -> VAULT,
                        "remote",
                        "add",
                        "vault",
                        "h:1",
                        "--fingerprint",
                        PRINT,
                        "--may=both",
                        "--as=111122223333"))
                .containsExactly(new AddRemote("vault", "h:1", PRINT, true, true, "111122223333"));
        assertThat(asked(request -> VAULT, "remote", "add", "vault", "--fingerprint", PRINT, "--may=read"))
                .containsExactly(new AddRemote("vault", null, PRINT, true, false, null));
    }

    @Test
    void checkSnapshotsAndRemove() throws IOException {
        RemoteStatus status = new RemoteStatus("ebsnapd 1", "00ff", 1, true, true, -1500, 12);
        assertGolden("remote-check.txt", shown(request -> status, "remote", "check", "vault"));
        RemoteSnapshotList snapshots = new RemoteSnapshotList(List.of(
                new RemoteSnapshot("snap-1", "vol-1", Instant.parse("2026-01-31T23:59:59Z"), 1 << 30, 1 << 20, "w")));
        assertGolden("remote-snapshots.txt", shown(request -> snapshots, "remote", "snapshots", "vault"));
        assertThat(asked(request -> new Done(true), "remote", "remove", "vault"))
                .containsExactly(new RemoveRemote("vault"));
    }

    @Test
    void pullSaysFirstWhatItMoves() throws IOException {
        Function<Request<?>, Record> daemon = request ->
                request instanceof DescribeSnapshotPull ? PLAN : new SnapshotList(List.of(Samples.snapshot(0)), null);
        RemoteSource source = new RemoteSource("vault", "snap-1", "alias/mine", 50L << 20, 60);
        assertThat(asked(
                        daemon,
                        "snapshot",
                        "pull",
                        "vault",
                        "snap-1",
                        "--kms-key=alias/mine",
                        "--description=words",
                        "--tag=a=b",
                        "--copy-tags",
                        "--bandwidth=50M",
                        "--completion-duration=60",
                        "--no-wait"))
                .containsExactly(
                        new DescribeSnapshotPull(source),
                        new PullSnapshot(source, "words", List.of(new Tag("a", "b")), true));
        assertGolden("snapshot-pull.txt", shown(daemon, "snapshot", "pull", "vault", "snap-1", "--dry-run"));
        assertThat(RemoteViews.sentence(PLAN))
                .isEqualTo("snap-1: at most 3.0 MiB to be moved, the rest is that of snap-2, about 3.0 s");
        assertThat(RemoteViews.sentence(new SnapshotPullPlan("snap-1", "arn", false, null, 0, null, null)))
                .isEqualTo("snap-1: at most 0 B to be moved");
    }

    @Test
    void pushSaysFirstWhatItMoves() throws IOException {
        Function<Request<?>, Record> daemon =
                request -> request instanceof DescribeSnapshotPush ? PLAN : new StartedTask("task-1");
        RemoteSource source = new RemoteSource("vault", "snap-1", null, null, null);
        assertThat(asked(daemon, "snapshot", "push", "vault", "snap-1", "--no-wait"))
                .containsExactly(new DescribeSnapshotPush(source), new PushSnapshot(source, null, List.of(), false));
        assertThat(asked(daemon, "snapshot", "push", "vault", "snap-1", "--dry-run"))
                .containsExactly(new DescribeSnapshotPush(source));
    }
}
