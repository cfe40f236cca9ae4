package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.Archive;
import io.ebsnap.api.Done;
import io.ebsnap.api.Filter;
import io.ebsnap.api.ModifiedSnapshotTier;
import io.ebsnap.api.Page;
import io.ebsnap.api.Request;
import io.ebsnap.api.RestoredSnapshotTier;
import io.ebsnap.api.SnapshotArchivalPlan;
import io.ebsnap.api.SnapshotRequest.DeleteSnapshot;
import io.ebsnap.api.SnapshotTierStatus;
import io.ebsnap.api.SnapshotTierStatusList;
import io.ebsnap.api.StartedTask;
import io.ebsnap.api.TieringRequest.CancelSnapshotTiering;
import io.ebsnap.api.TieringRequest.CollectArchive;
import io.ebsnap.api.TieringRequest.DescribeSnapshotTierStatus;
import io.ebsnap.api.TieringRequest.ModifySnapshotTier;
import io.ebsnap.api.TieringRequest.RestoreSnapshotTier;
import io.ebsnap.api.TieringRequest.VerifyArchive;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The commands about the archive. */
class TieringCommandsTest extends CommandsFixture {

    private static final DescribeSnapshotTierStatus OF_ONE =
            new DescribeSnapshotTierStatus(List.of(new Filter("snapshot-id", List.of(Samples.SNAPSHOT))), Page.FIRST);

    private static SnapshotTierStatusList listed(SnapshotTierStatus... statuses) {
        return new SnapshotTierStatusList(List.of(statuses), null);
    }

    private static Record answer(Request<?> request) {
        return switch (request) {
            case ModifySnapshotTier modify -> new ModifiedSnapshotTier(Samples.SNAPSHOT, Samples.TIME);
            case RestoreSnapshotTier restore ->
                new RestoredSnapshotTier(
                        Samples.SNAPSHOT, Samples.TIME, restore.temporaryRestoreDays(), restore.permanentRestore());
            case DescribeSnapshotTierStatus describe -> listed(Samples.archival(1));
            default -> new Done(true);
        };
    }

    @Test
    void movesAreOrderedAndShown() throws IOException {
        assertThat(asked(TieringCommandsTest::answer, "snapshot", "archive", Samples.SNAPSHOT))
                .containsExactly(new ModifySnapshotTier(Samples.SNAPSHOT, "archive"), OF_ONE);
        assertThat(asked(TieringCommandsTest::answer, "snapshot", "archive", Samples.SNAPSHOT, "--cancel"))
                .containsExactly(new CancelSnapshotTiering(Samples.SNAPSHOT));
        assertThat(asked(TieringCommandsTest::answer, "snapshot", "unarchive", Samples.SNAPSHOT, "--days=7"))
                .containsExactly(new RestoreSnapshotTier(Samples.SNAPSHOT, 7, false, false), OF_ONE);
        assertThat(asked(
                        TieringCommandsTest::answer,
                        "snapshot",
                        "unarchive",
                        Samples.SNAPSHOT,
                        "--permanent",
                        "--before-minimum"))
                .containsExactly(new RestoreSnapshotTier(Samples.SNAPSHOT, null, true, true), OF_ONE);
        assertThat(asked(TieringCommandsTest::answer, "snapshot", "delete", "--before-minimum", Samples.SNAPSHOT))
                .containsExactly(new DeleteSnapshot(Samples.SNAPSHOT, true));
    }

    @Test
    void howLongItIsToComeBackMustBeSaid() throws IOException {
        try (FakeDaemon daemon = daemon(TieringCommandsTest::answer)) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run("snapshot", "unarchive", Samples.SNAPSHOT)).isEqualTo(ExitCode.USAGE);
            assertThat(cli.run("snapshot", "unarchive", Samples.SNAPSHOT, "--days=1", "--permanent"))
                    .isEqualTo(ExitCode.USAGE);
        }
    }

    @Test
    void listHasEc2sShape() throws IOException {
        Function<Request<?>, Record> script = request -> listed(Samples.archival(1), Samples.archival(4));
        assertGolden("snapshot-tiers.txt", shown(script, "snapshot", "tiers"));
        assertGolden(
                "snapshot-tiers.json",
                shown(request -> listed(Samples.archival(4)), "snapshot", "tiers", "-o", "json"));
    }

    @Test
    void planAndStatusAreTold() throws IOException {
        SnapshotArchivalPlan plan =
                new SnapshotArchivalPlan(Samples.SNAPSHOT, 4L << 30, 2L << 30, 3L << 29, 1 << 20, 0);
        assertGolden(
                "snapshot-archive-plan.txt",
                shown(request -> plan, "snapshot", "archive", "--dry-run", Samples.SNAPSHOT));
        Archive archive = new Archive(
                "/mnt/archive",
                "ab".repeat(16),
                "available",
                null,
                17,
                1L << 30,
                5L << 40,
                3,
                1,
                1,
                3L << 30,
                2L << 30,
                90,
                9,
                75.5,
                30L,
                Samples.TIME);
        assertGolden("archive-status.txt", shown(request -> archive, "archive", "status"));
    }

    @Test
    void waitingGoesOnUntilItHasMoved() throws IOException {
        AtomicInteger quarters = new AtomicInteger();
        Function<Request<?>, Record> script = request -> request instanceof DescribeSnapshotTierStatus
                ? listed(Samples.archival(quarters.incrementAndGet()))
                : answer(request);
        try (FakeDaemon daemon = daemon(script)) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run("snapshot", "archive", Samples.SNAPSHOT, "--wait"))
                    .isZero();
            assertThat(cli.err()).contains("50 % archival-in-progress");
            assertThat(cli.out()).contains("archival-completed", "25.0 %");
            assertThat(daemon.asked()).hasSize(5);
        }
    }

    @Test
    void careOfTheArchiveIsATask() throws IOException {
        Function<Request<?>, Record> script = request -> new StartedTask(Samples.TASK);
        assertThat(asked(script, "archive", "verify", "--sample=3/30", "--no-wait"))
                .containsExactly(new VerifyArchive("3/30"));
        assertThat(asked(script, "archive", "gc", "--no-wait")).containsExactly(new CollectArchive());
    }
}
