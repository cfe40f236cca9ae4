package io.ebsnap.api;

import java.time.Instant;
import java.util.List;

/** A message of each kind, with every field filled. */
final class Examples {

    static final Instant TIME = Instant.parse("2026-02-03T04:05:06.789Z");
    static final Page PAGE = new Page(7, "next");

    private Examples() {}

    static List<Request<?>> requests() {
        return List.of(
                new GeneralRequest.Hello(1, "test"),
                new GeneralRequest.GetStatus(),
                new VolumeRequest.RegisterVolume("/dev/sda", "root", List.of(new Tag("k", "v=\"\u00fc\n"))),
                new VolumeRequest.DescribeVolumes(
                        List.of("vol-1"), List.of(new Filter("tag:x", List.of("a*", ""))), PAGE),
                new VolumeRequest.DeregisterVolume("root"),
                new SnapshotRequest.CreateSnapshot(
                        List.of("a", "b"), "words", List.of(), new InstantOptions("fuzzy", "sync", "true")),
                new SnapshotRequest.DescribeSnapshots(List.of(), List.of(), Page.FIRST),
                new SnapshotRequest.DescribeSnapshotSizes(List.of("snap-1")),
                new SnapshotRequest.DeleteSnapshot("snap-1"),
                new SnapshotRequest.DiffSnapshots("snap-1", "snap-2", PAGE),
                new SnapshotRequest.VerifySnapshot("snap-1"),
                new SnapshotRequest.RestoreSnapshot("snap-1", "/dev/sdb", true, true),
                new StoreRequest.GetStoreStatistics(),
                new StoreRequest.VerifyStore("1/30"),
                new StoreRequest.CollectGarbage(),
                new StoreRequest.RebuildIndex(),
                new KeyRequest.ListKeys(),
                new TaskRequest.DescribeTasks(List.of("task-1")),
                new TaskRequest.CancelTask("task-1"));
    }

    static List<Record> answers() {
        return List.of(
                new Welcome(1, "ebsnapd 1"),
                new Done(true),
                new StartedTask("task-1"),
                new Status(
                        "1",
                        "running",
                        2,
                        TIME,
                        "/var",
                        "00",
                        "SunJCE",
                        "key-file",
                        new StatusCounts(1, new SnapshotCounts(2, 3, 4), 5, 6, 7),
                        List.of("careful")),
                new VolumeList(
                        List.of(new Volume("vol-1", 1, "available", TIME, List.of(), null, "/dev/sda", "wwn:1", 512)),
                        "n"),
                new SnapshotList(List.of(snapshot(null), snapshot(transfer())), null),
                new SnapshotSizeList(List.of(new SnapshotSize("snap-1", 1, 2, 3, 4, 5, 6, 0.5)), 7, 8),
                new SnapshotDifference(524288, 3, List.of(new BlockRange(1L << 40, 3)), null),
                new TaskList(List.of(task())),
                new StoreStatistics("00", TIME, new SnapshotCounts(1, 2, 3), 4, 5, 6, 7, 8, 9, 10, 11),
                new KeyList(List.of(new Key("id", "Enabled", "d", TIME, List.of("alias/aws/ebs"), 1))),
                new RecoveryFile("AAAA"));
    }

    private static Snapshot snapshot(@org.jspecify.annotations.Nullable Transfer transfer) {
        return new Snapshot(
                "snap-1",
                "vol-1",
                "pending",
                null,
                TIME,
                null,
                "3%",
                "000000000000",
                "",
                1,
                true,
                "key",
                List.of(),
                "standard",
                transfer == null ? null : 5L,
                new SnapshotOrigin("/dev/sda", 512, "frozen", null, "full"),
                transfer);
    }

    private static Transfer transfer() {
        return new Transfer("copying", 1, 2, 3, 4, 5, 6, 1.5, null, List.of(new StageRate("read", 7)));
    }

    private static Task task() {
        return new Task(
                "task-1",
                "VerifyStore",
                List.of("snap-1"),
                TaskState.FAILED,
                TIME,
                TIME,
                new TaskProgress("reading", "packs", 3, 2, 1, 4L),
                new TaskResult(
                        List.of(new NamedCount("BytesRead", 4)),
                        true,
                        List.of(new Finding(
                                "damage",
                                "pack-damaged",
                                "pack 1",
                                "bad tag",
                                List.of(new AffectedSnapshot("snap-1", "vol-1", 9, List.of(new BlockRange(1, 1)))))),
                        2,
                        List.of(new DamagedRange(1, 1, "bad tag"))),
                new ApiError("InternalError", ErrorKind.TOO_NEW, "no", "try"));
    }
}
