package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.BlockRange;
import io.ebsnap.api.ChunkSizes;
import io.ebsnap.api.Done;
import io.ebsnap.api.Filter;
import io.ebsnap.api.FirstTouchOrder;
import io.ebsnap.api.InstantOptions;
import io.ebsnap.api.KeyList;
import io.ebsnap.api.KeySize;
import io.ebsnap.api.KeySizeList;
import io.ebsnap.api.Page;
import io.ebsnap.api.RecycleBinRequest.DescribeRetention;
import io.ebsnap.api.Request;
import io.ebsnap.api.Retention;
import io.ebsnap.api.ScrubStatus;
import io.ebsnap.api.SnapshotCopyPlan;
import io.ebsnap.api.SnapshotCounts;
import io.ebsnap.api.SnapshotDifference;
import io.ebsnap.api.SnapshotList;
import io.ebsnap.api.SnapshotRequest;
import io.ebsnap.api.SnapshotRequest.CopySnapshot;
import io.ebsnap.api.SnapshotRequest.CreateSnapshot;
import io.ebsnap.api.SnapshotRequest.CreateSnapshots;
import io.ebsnap.api.SnapshotRequest.DeleteFirstTouch;
import io.ebsnap.api.SnapshotRequest.DeleteSnapshot;
import io.ebsnap.api.SnapshotRequest.DeleteSnapshotGroup;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshotCopy;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshotSizes;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshotTree;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshots;
import io.ebsnap.api.SnapshotRequest.ExportSnapshot;
import io.ebsnap.api.SnapshotRequest.ImportSnapshot;
import io.ebsnap.api.SnapshotRequest.RestoreSnapshot;
import io.ebsnap.api.SnapshotSize;
import io.ebsnap.api.SnapshotSizeList;
import io.ebsnap.api.SnapshotTree;
import io.ebsnap.api.StartedTask;
import io.ebsnap.api.Status;
import io.ebsnap.api.StatusCounts;
import io.ebsnap.api.StatusCoverage;
import io.ebsnap.api.StatusPolicies;
import io.ebsnap.api.StoreRequest.VerifyStore;
import io.ebsnap.api.StoreStatistics;
import io.ebsnap.api.Tag;
import io.ebsnap.api.TaskList;
import io.ebsnap.api.TaskState;
import io.ebsnap.api.VolumeList;
import io.ebsnap.api.VolumeProtection;
import io.ebsnap.api.VolumeProtectionList;
import io.ebsnap.api.VolumeRequest.DeregisterVolume;
import io.ebsnap.api.VolumeRequest.RegisterVolume;
import io.ebsnap.api.ZoneSize;
import io.ebsnap.api.ZoneSizeList;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What each command asks the daemon, and how it shows the answer. */
class CommandsTest extends CommandsFixture {

    private static final Instant TIME = Instant.parse("2026-01-31T23:59:59Z");

    @Test
    void status() throws IOException {
        Status status = new Status(
                "0.1.0",
                "local",
                "running",
                4711,
                Samples.TIME,
                "/var/lib/ebsnap",
                "00112233445566778899aabbccddeeff",
                "AmazonCorrettoCryptoProvider",
                "key-file",
                new StatusCounts(2, new SnapshotCounts(1234, 1, 0), 3, 5L << 40, 96 << 20),
                new StatusCoverage(1, 0, 1, 99.9, 30L, TIME),
                new StatusPolicies(2, 1, 0, 1, 1, TIME, TIME, 3),
                List.of("the keystore has never been exported"));
        assertGolden("status.txt", shown(request -> status, "status"));
        assertGolden("status.json", shown(request -> status, "-o", "json", "status"));
    }

    @Test
    void volumeListAndShow() throws IOException {
        VolumeList volumes = new VolumeList(List.of(Samples.volume(), Samples.managed("running", 1, null)), null);
        assertGolden("volume-list.txt", shown(request -> volumes, "volume", "list"));
        assertGolden("volume-list.json", shown(request -> volumes, "volume", "list", "--output=json"));
        assertGolden("volume-show.txt", shown(request -> volumes, "volume", "show", "root"));
    }

    @Test
    void volumeRegisterSendsNameAndTags() throws IOException {
        assertThat(asked(
                        request -> Samples.volume(),
                        "volume",
                        "register",
                        "/dev/../dev/loop7",
                        "--name=root",
                        "--tag",
                        "a=b=c",
                        "--tag",
                        "d="))
                .containsExactly(
                        new RegisterVolume("/dev/loop7", "root", List.of(new Tag("a", "b=c"), new Tag("d", ""))));
    }

    @Test
    void relativeDeviceIsOfThisDirectoryAndAUriStays() throws IOException {
        assertThat(asked(request -> Samples.volume(), "volume", "register", "disk.img"))
                .containsExactly(
                        new RegisterVolume(Path.of("disk.img").toAbsolutePath().toString(), null, List.of()));
        assertThat(asked(request -> Samples.volume(), "volume", "register", "nbd://host/x"))
                .containsExactly(new RegisterVolume("nbd://host/x", null, List.of()));
    }

    @Test
    void volumeForget() throws IOException {
        assertThat(asked(request -> new Done(true), "volume", "forget", "root"))
                .containsExactly(new DeregisterVolume("root"));
    }

    @Test
    void volumeUntrack() throws IOException {
        assertThat(asked(request -> new Done(true), "volume", "untrack", "root"))
                .containsExactly(new SnapshotRequest.UntrackVolume("root"));
    }

    @Test
    void snapshotListShowsEc2ShapesAsJson() throws IOException {
        SnapshotList snapshots =
                new SnapshotList(List.of(Samples.snapshot(8), Samples.snapshot(3), Samples.failed("disk full")), null);
        assertGolden("snapshot-list.txt", shown(request -> snapshots, "snapshot", "list"));
        assertGolden("snapshot-list.json", shown(request -> snapshots, "snapshot", "list", "-o", "json"));
        assertGolden("snapshot-show.txt", shown(request -> snapshots, "snapshot", "show", Samples.SNAPSHOT));
    }

    @Test
    void snapshotListFollowsPagesAndSendsFilters() throws IOException {
        Function<Request<?>, Record> pages = request -> {
            boolean first = ((DescribeSnapshots) request).page().nextToken() == null;
            return new SnapshotList(List.of(Samples.snapshot(8)), first ? "more" : null);
        };
        List<Filter> filters =
                List.of(new Filter("status", List.of("completed", "error")), new Filter("tag:a", List.of("=")));
        assertThat(asked(pages, "snapshot", "list", "--filter", "status=completed,error", "--filter", "tag:a=="))
                .containsExactly(
                        new DescribeSnapshots(List.of(), filters, Page.FIRST),
                        new DescribeSnapshots(List.of(), filters, new Page(null, "more")));
    }

    @Test
    void snapshotCreateSendsAllItsOptions() throws IOException {
        SnapshotList answer = new SnapshotList(List.of(Samples.snapshot(0)), null);
        assertThat(asked(
                        request -> answer,
                        "snapshot",
                        "create",
                        "root",
                        "/dev/sdb",
                        "--description",
                        "words",
                        "--tag=a=b",
                        "--consistency",
                        "fuzzy",
                        "--pre",
                        "sync",
                        "--post",
                        "true",
                        "--kms-key",
                        "alias/mine",
                        "--copy-tags-from-source",
                        "--wait-turn",
                        "30",
                        "--no-wait"))
                .containsExactly(new CreateSnapshots(
                        List.of("root", "/dev/sdb"),
                        "words",
                        List.of(new Tag("a", "b")),
                        new InstantOptions("fuzzy", "sync", "true", 30),
                        "alias/mine",
                        "volume"));
        assertThat(asked(request -> answer, "snapshot", "create", "root", "--no-wait"))
                .containsExactly(new CreateSnapshot(List.of("root"), null, List.of(), InstantOptions.AUTOMATIC));
        assertThat(asked(request -> answer, "snapshot", "create", "root", "data", "--no-wait"))
                .containsExactly(new CreateSnapshots(
                        List.of("root", "data"), null, List.of(), InstantOptions.AUTOMATIC, null, null));
    }

    @Test
    void allOfAGroupAreListedWaitedForAndDeletedByItsName() throws IOException {
        SnapshotList answer = new SnapshotList(List.of(Samples.groupedSnapshot()), null);
        List<Filter> ofGroup = List.of(new Filter("snapshot-group-id", List.of(Samples.GROUP)));
        DescribeSnapshots members = new DescribeSnapshots(List.of(), ofGroup, Page.FIRST);
        assertThat(asked(request -> answer, "snapshot", "list", "--group", Samples.GROUP))
                .containsExactly(members);
        assertThat(asked(request -> answer, "snapshot", "wait", "--group", Samples.GROUP))
                .startsWith(members)
                .contains(new DescribeSnapshots(List.of(Samples.SNAPSHOT), List.of(), Page.FIRST));
        assertThat(asked(request -> new Done(true), "snapshot", "delete", "--group", Samples.GROUP))
                .containsExactly(new DeleteSnapshotGroup(Samples.GROUP));
        assertThat(shown(request -> answer, "snapshot", "show", Samples.SNAPSHOT))
                .contains("group        " + Samples.GROUP + ", writers were held for 41 ms");
    }

    @Test
    void snapshotCreateOfOneVolumeAnswersAsEc2Does() throws IOException {
        SnapshotList answer = new SnapshotList(List.of(Samples.snapshot(8)), null);
        assertThat(shown(request -> answer, "snapshot", "create", "root", "-o", "json"))
                .startsWith("{\n    \"SnapshotId\": \"" + Samples.SNAPSHOT + "\",\n");
    }

    @Test
    void snapshotCopySaysFirstWhatItTakes() throws IOException {
        SnapshotCopyPlan plan = new SnapshotCopyPlan("snap-1", "arn", false, true, "snap-2", 3 << 20);
        Function<Request<?>, Record> daemon = request ->
                request instanceof DescribeSnapshotCopy ? plan : new SnapshotList(List.of(Samples.snapshot(0)), null);
        assertThat(asked(
                        daemon,
                        "snapshot",
                        "copy",
                        "snap-1",
                        "--kms-key=alias/mine",
                        "--description=words",
                        "--tag=a=b",
                        "--copy-tags",
                        "--no-wait"))
                .containsExactly(
                        new DescribeSnapshotCopy("snap-1", "alias/mine"),
                        new CopySnapshot("snap-1", "words", List.of(new Tag("a", "b")), true, "alias/mine"));
        assertThat(asked(daemon, "snapshot", "copy", "snap-1", "--dry-run"))
                .containsExactly(new DescribeSnapshotCopy("snap-1", null));
        assertGolden("snapshot-copy.txt", shown(daemon, "snapshot", "copy", "snap-1", "--dry-run"));
        assertThat(SnapshotViews.sentence(plan))
                .isEqualTo("snap-1: 3.0 MiB to be sealed anew, the rest is that of snap-2");
        assertThat(SnapshotViews.sentence(new SnapshotCopyPlan("snap-1", "arn", true, false, null, 0)))
                .isEqualTo("snap-1: the copy is under the same key, and shares everything");
    }

    @Test
    void snapshotSizes() throws IOException {
        SnapshotSizeList sizes = new SnapshotSizeList(
                List.of(new SnapshotSize(
                        Samples.SNAPSHOT, 3L << 30, 1L << 30, 1 << 20, 512 << 10, 2L << 30, 900 << 20, 0)),
                1 << 20,
                512 << 10);
        assertGolden("snapshot-sizes.txt", shown(request -> sizes, "snapshot", "sizes", Samples.SNAPSHOT));
        assertThat(shown(request -> sizes, "snapshot", "show", "--sizes", Samples.SNAPSHOT))
                .isEqualTo(golden("snapshot-sizes.txt"));
        assertThat(shown(
                        request -> request instanceof DescribeRetention ? new Retention("snap-1", null, null) : sizes,
                        "snapshot",
                        "delete",
                        "--dry-run",
                        Samples.SNAPSHOT))
                .isEqualTo(golden("snapshot-sizes.txt") + "snap-1 would be gone for good\n");
        assertThat(asked(
                        request -> request instanceof DescribeRetention ? new Retention("snap-1", null, null) : sizes,
                        "snapshot",
                        "delete",
                        "--dry-run",
                        "-o",
                        "json",
                        "snap-1"))
                .containsExactly(new DescribeSnapshotSizes(List.of("snap-1")), new DescribeRetention("snap-1"));
        assertThat(asked(request -> sizes, "snapshot", "sizes", "snap-1", "snap-2"))
                .containsExactly(new DescribeSnapshotSizes(List.of("snap-1", "snap-2")));
    }

    @Test
    void sizesThatAreEstimatesSaySo() throws IOException {
        SnapshotSize size = new SnapshotSize(Samples.SNAPSHOT, 3L << 50, 1L << 50, 1 << 20, 1 << 19, 2, 1, 0.00281);
        assertThat(shown(request -> new SnapshotSizeList(List.of(size, size), 1, 1), "snapshot", "sizes", "a", "b"))
                .endsWith("""
                        deleting them together frees 1 B of content, 1 B as stored
                        a sample was counted: the standard error is 0.28 % of the full size
                        """);
    }

    @Test
    void snapshotTreeMovesInOnlyWhatBranchesOff() throws IOException {
        SnapshotTree tree = Samples.tree();
        assertGolden("snapshot-tree.txt", shown(request -> tree, "snapshot", "list", "--tree"));
        assertGolden("snapshot-tree.json", shown(request -> tree, "snapshot", "list", "--tree", "-o", "json"));
    }

    @Test
    void snapshotTreeFollowsPagesAndSendsFilters() throws IOException {
        Function<Request<?>, Record> pages = request -> {
            boolean first = ((DescribeSnapshotTree) request).page().nextToken() == null;
            return new SnapshotTree(Samples.tree().snapshots().subList(0, 1), first ? "more" : null);
        };
        List<Filter> filters = List.of(new Filter("volume-id", List.of("vol-1")));
        assertThat(asked(pages, "snapshot", "list", "--tree", "--filter", "volume-id=vol-1"))
                .containsExactly(
                        new DescribeSnapshotTree(filters, Page.FIRST),
                        new DescribeSnapshotTree(filters, new Page(null, "more")));
    }

    @Test
    void snapshotDeleteTakesSeveral() throws IOException {
        assertThat(asked(request -> new Done(true), "snapshot", "delete", "snap-1", "snap-2"))
                .containsExactly(new DeleteSnapshot("snap-1"), new DeleteSnapshot("snap-2"));
    }

    @Test
    void firstTouchOrderIsShownAndDeleted() throws IOException {
        String id = Samples.SNAPSHOT;
        FirstTouchOrder order =
                new FirstTouchOrder(id, id, 2, 524288, 4, List.of(new BlockRange(1000, 3), new BlockRange(0, 1)));
        assertGolden("snapshot-first-touch.txt", shown(request -> order, "snapshot", "first-touch", id));
        assertThat(shown(request -> order, "snapshot", "first-touch", id, "-o", "json"))
                .contains("\"LearntFromSnapshotId\": \"" + id + "\"", "\"Uses\": 2", "\"FirstBlockIndex\": 1000");
        FirstTouchOrder inherited = new FirstTouchOrder(id, "snap-1", 1, 524288, 1, List.of(new BlockRange(0, 1)));
        assertThat(shown(request -> inherited, "snapshot", "first-touch", id))
                .endsWith("1 block, 512.0 KiB, averaged over 1 use of volumes of its ancestor snap-1\n");
        FirstTouchOrder none = new FirstTouchOrder(id, null, 0, 524288, 0, List.of());
        assertThat(shown(request -> none, "snapshot", "first-touch", id)).endsWith("nothing was learnt yet\n");
        assertThat(asked(request -> new Done(true), "snapshot", "first-touch", id, "--delete"))
                .containsExactly(new DeleteFirstTouch(id));
    }

    @Test
    void snapshotDiffShowsRangesUpToALimit() throws IOException {
        SnapshotDifference difference =
                new SnapshotDifference(524288, 5, List.of(new BlockRange(3, 1), new BlockRange(1000, 4)), null);
        assertGolden("snapshot-diff.txt", shown(request -> difference, "snapshot", "diff", "snap-1", "snap-2"));
        assertThat(shown(request -> difference, "snapshot", "diff", "snap-1", "snap-2", "--limit", "1"))
                .contains("  3       1")
                .doesNotContain("1000");
    }

    @Test
    void restoreSendsAnAbsoluteTarget() throws IOException {
        assertThat(asked(
                        request -> new StartedTask(Samples.TASK),
                        "restore",
                        "snap-1",
                        "disk.img",
                        "--force",
                        "--skip-damaged",
                        "--no-wait"))
                .containsExactly(new RestoreSnapshot(
                        "snap-1", Path.of("disk.img").toAbsolutePath().toString(), true, true));
    }

    @Test
    void snapshotExportAndImportSendAbsolutePathsAndWhatWasSaid() throws IOException {
        String path = Path.of("disk.img").toAbsolutePath().toString();
        assertThat(asked(
                        request -> new StartedTask(Samples.TASK),
                        "snapshot",
                        "export",
                        "snap-1",
                        "disk.img",
                        "--format=qcow2",
                        "--force",
                        "--no-wait"))
                .containsExactly(new ExportSnapshot("snap-1", path, "qcow2", true));
        SnapshotList begun = new SnapshotList(List.of(Samples.snapshot(0)), null);
        assertThat(asked(
                        request -> begun,
                        "snapshot",
                        "import",
                        "disk.img",
                        "--description",
                        "words",
                        "--tag=a=b",
                        "--kms-key=alias/x",
                        "--no-wait"))
                .containsExactly(new ImportSnapshot(path, null, "words", List.of(new Tag("a", "b")), "alias/x"));
    }

    @Test
    void storeStatistics() throws IOException {
        ChunkSizes chunks = new ChunkSizes(4L << 30, 1000 << 20, 1020L << 20, 7 << 20, 5L << 20, 1.5, 4.1, 0);
        StoreStatistics statistics = statistics(chunks, 0);
        assertGolden("store-stats.txt", shown(request -> statistics, "store", "stats"));
    }

    @Test
    void storeStatisticsSayWhatWasNotCounted() throws IOException {
        StoreStatistics statistics = statistics(new ChunkSizes(0, 0, 0, 0, null, null, null, 0.00123), 1L << 30);
        assertThat(shown(request -> statistics, "store", "stats"))
                .contains("deduplicated         0 B, -\n", "garbage              0 B\n")
                .contains("sampled              standard error 0.12 %\n")
                .contains("not counted          1.0 GiB under keys that cannot be used\n");
    }

    @Test
    void storeStatisticsByKeyAndByZone() throws IOException {
        ChunkSizes chunks = new ChunkSizes(4L << 30, 1000 << 20, 1020L << 20, 7 << 20, 5L << 20, 1.5, 4.1, 0);
        KeySizeList keys = new KeySizeList(List.of(
                new KeySize("arn:aws:kms:local:000000000000:key/one", 3, 6L << 30, 19, 1L << 30, chunks),
                new KeySize("arn:aws:kms:local:000000000000:key/disabled", 1, 1L << 30, 1, 2L << 20, null)));
        assertGolden("store-stats-key.txt", shown(request -> keys, "store", "stats", "--by", "key"));
        ZoneSizeList zones = new ZoneSizeList(List.of(
                new ZoneSize("a", "available", 1234L, 1L << 30, 5L << 40),
                new ZoneSize("b", "unavailable", null, null, null)));
        assertGolden("store-stats-zone.txt", shown(request -> zones, "store", "stats", "--by=zone"));
        ScrubStatus scrub = new ScrubStatus(30, 30, 3L << 30, 2L << 30, 66.6, 1L << 30, TIME, true, TIME);
        assertGolden("store-scrub.txt", shown(request -> scrub, "store", "scrub"));
        VolumeProtectionList protection = new VolumeProtectionList(
                List.of(
                        new VolumeProtection(
                                "vol-1",
                                "web",
                                "managed",
                                5L << 30,
                                "protected",
                                12,
                                "snap-1",
                                TIME,
                                "snap-0",
                                TIME,
                                7L << 20,
                                List.of("daily", "policy-1")),
                        new VolumeProtection(
                                "vol-2",
                                "",
                                "registered",
                                1,
                                "unprotected",
                                0,
                                null,
                                null,
                                null,
                                null,
                                null,
                                List.of())),
                null);
        assertGolden("volume-protection.txt", shown(request -> protection, "volume", "protection"));
    }

    private static StoreStatistics statistics(ChunkSizes chunks, long uncounted) {
        return new StoreStatistics(
                "00112233",
                Samples.TIME,
                new SnapshotCounts(3, 0, 0),
                17,
                1L << 30,
                2,
                3 << 20,
                4096,
                1 << 20,
                6L << 30,
                chunks,
                uncounted,
                0,
                5L << 40,
                0,
                0);
    }

    @Test
    void storeVerifySendsTheSample() throws IOException {
        assertThat(asked(request -> new StartedTask(Samples.TASK), "store", "verify", "--sample", "3/30", "--no-wait"))
                .containsExactly(new VerifyStore("3/30", false));
    }

    @Test
    void storeVerifyRepairs() throws IOException {
        assertThat(asked(request -> new StartedTask(Samples.TASK), "store", "verify", "--repair", "--no-wait"))
                .containsExactly(new VerifyStore(null, true));
    }

    @Test
    void keyList() throws IOException {
        KeyList keys = new KeyList(List.of(Samples.key("Enabled", null)));
        assertGolden("key-list.txt", shown(request -> keys, "key", "list"));
    }

    @Test
    void taskList() throws IOException {
        TaskList tasks = new TaskList(List.of(Samples.task(TaskState.RUNNING, 25, null, null)));
        assertGolden("task-list.txt", shown(request -> tasks, "task", "list"));
    }
}
