package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.Filter;
import io.ebsnap.api.LockRequest.DescribeLockedSnapshots;
import io.ebsnap.api.LockRequest.LockSnapshot;
import io.ebsnap.api.LockRequest.UnlockSnapshot;
import io.ebsnap.api.LockTerms;
import io.ebsnap.api.Page;
import io.ebsnap.api.SnapshotList;
import io.ebsnap.api.SnapshotLock;
import io.ebsnap.api.SnapshotLockList;
import io.ebsnap.api.UnlockedSnapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the commands about locks ask, and how they show the answers. */
class LockCommandsTest extends CommandsFixture {

    private static final LockTerms COOLING = new LockTerms(
            "compliance-cooloff",
            30,
            24,
            Samples.TIME.plusSeconds(86_400),
            Samples.TIME,
            Samples.TIME,
            Samples.TIME.plusSeconds(30 * 86_400));
    private static final LockTerms PENDING = new LockTerms("governance", 1, null, null, Samples.TIME, null, null);
    private static final SnapshotLock LOCK = new SnapshotLock("000000000000", Samples.SNAPSHOT, COOLING);
    private static final SnapshotLockList LIST =
            new SnapshotLockList(List.of(LOCK, new SnapshotLock("111122223333", "snap-2", PENDING)), null);

    @Test
    void locking() throws IOException {
        assertThat(asked(request -> LOCK, "snapshot", "lock", "snap-1", "--mode", "governance", "--days", "7"))
                .containsExactly(new LockSnapshot("snap-1", "governance", 7, null, null));
        assertThat(asked(
                        request -> LOCK,
                        "snapshot",
                        "lock",
                        "snap-1",
                        "--mode=compliance",
                        "--until=2030-12-31",
                        "--cool-off=24",
                        "--yes"))
                .containsExactly(
                        new LockSnapshot("snap-1", "compliance", null, Instant.parse("2030-12-31T00:00:00Z"), 24));
        assertThat(asked(
                        request -> LOCK,
                        "snapshot",
                        "lock",
                        "snap-1",
                        "--mode=governance",
                        "--until=2030-12-31T18:00:00Z"))
                .containsExactly(
                        new LockSnapshot("snap-1", "governance", null, Instant.parse("2030-12-31T18:00:00Z"), null));
        assertThat(asked(request -> new UnlockedSnapshot("snap-1"), "snapshot", "unlock", "snap-1"))
                .containsExactly(new UnlockSnapshot("snap-1"));
    }

    @Test
    void whatNobodyCanTakeBackIsAskedAbout() throws IOException {
        try (FakeDaemon daemon = daemon(request -> LOCK)) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run("snapshot", "lock", "snap-1", "--mode=compliance", "--days=1"))
                    .isNotZero();
            assertThat(daemon.asked()).isEmpty();
        }
    }

    @Test
    void aLockHasOneEnd() throws IOException {
        try (FakeDaemon daemon = daemon(request -> LOCK)) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run("snapshot", "lock", "snap-1", "--mode=governance"))
                    .isEqualTo(ExitCode.USAGE);
            assertThat(cli.run("snapshot", "lock", "snap-1", "--mode=governance", "--days=1", "--until=2030-12-31"))
                    .isEqualTo(ExitCode.USAGE);
            assertThat(cli.run("snapshot", "lock", "snap-1", "--mode=governance", "--until=tomorrow"))
                    .isEqualTo(ExitCode.USAGE);
            assertThat(daemon.asked()).isEmpty();
        }
    }

    @Test
    void locksAreListedAsEc2DoesAndAsPeopleReadThem() throws IOException {
        assertThat(asked(request -> LIST, "snapshot", "list", "--locked", "--filter", "lock-state=governance"))
                .containsExactly(new DescribeLockedSnapshots(
                        List.of(), List.of(new Filter("lock-state", List.of("governance"))), Page.FIRST));
        assertGolden("snapshot-list-locked.txt", shown(request -> LIST, "snapshot", "list", "--locked"));
        assertGolden("snapshot-list-locked.json", shown(request -> LIST, "snapshot", "list", "--locked", "-o", "json"));
        assertGolden(
                "snapshot-lock.txt",
                shown(request -> LOCK, "snapshot", "lock", "snap-1", "--mode=governance", "--days=1"));
    }

    @Test
    void aSnapshotThatIsLockedShowsIt() throws IOException {
        SnapshotList locked = new SnapshotList(List.of(Samples.snapshot(8).locked(COOLING)), null);
        assertThat(shown(request -> locked, "snapshot", "show", "snap-1"))
                .contains("lock         compliance-cooloff, until");
        assertThat(shown(request -> locked, "snapshot", "show", "snap-1", "-o", "json"))
                .contains("\"LockState\": \"compliance-cooloff\"")
                .contains("\"CoolOffPeriod\": 24");
    }
}
