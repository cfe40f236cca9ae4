package io.ebsnap.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message of each kind, with every field filled. */
final class Examples {

    static final Instant TIME = Instant.parse("2026-02-03T04:05:06.789Z");
    static final Page PAGE = new Page(7, "next");

    private Examples() {}

    static List<Request<?>> requests() {
        return List.of(
                new GeneralRequest.Hello(1, "test", "111122223333"),
                new GeneralRequest.GetStatus(),
                new GeneralRequest.ReloadConfiguration(),
                new VolumeRequest.RegisterVolume("/dev/sda", "root", List.of(new Tag("k", "v=\"\u00fc\n"))),
                new VolumeRequest.DescribeVolumes(
                        List.of("vol-1"), List.of(new Filter("tag:x", List.of("a*", ""))), PAGE),
                new VolumeRequest.DeregisterVolume("root"),
                new VolumeRequest.CreateVolume(
                        "snap-1",
                        1L << 40,
                        "default",
                        List.of(new Tag("k", "v")),
                        "data",
                        "/dev/sdb",
                        true,
                        100L,
                        true,
                        "alias/k"),
                new VolumeRequest.CreateVolume(null, null, null, List.of(), null, null, false, null, null, null),
                new VolumeRequest.CreateVolume(
                        null,
                        1L,
                        "b",
                        List.of(),
                        null,
                        null,
                        false,
                        null,
                        null,
                        null,
                        new VolumePerformance("io1", 100, null),
                        "token"),
                new VolumeRequest.AttachVolume("data", AttachVia.FUSE, true, "/dev/sdf"),
                new VolumeRequest.AttachVolume("data", null, false, null),
                new VolumeRequest.DetachVolume("/dev/nbd0", true),
                new VolumeRequest.DeleteVolume("data"),
                new VolumeRequest.ModifyVolume("data", 1L << 41),
                new VolumeRequest.ModifyVolume("data", null, new VolumePerformance(null, 3000, 250)),
                new VolumeRequest.RollBackVolume("data", "snap-1", "snap-2"),
                new VolumeRequest.ModifyVolumeHydration("data", 0L, true),
                new VolumeRequest.ModifyVolumeHydration("data", null, null),
                new VolumeRequest.CopyVolumes("data", 1L << 30, List.of(new Tag("k", "v")), "copy"),
                new VolumeRequest.CopyVolumes("data", null, List.of(), null),
                new VolumeRequest.CopyVolumes(
                        "data", null, List.of(), null, new VolumePerformance("gp3", null, null), "t"),
                new VolumeRequest.MoveVolume("data", "b"),
                new VolumeRequest.CancelVolumeMove("data"),
                new ExportRequest.DescribeExports(PAGE),
                new ExportRequest.CreateExport("snap-1", "x", true, List.of("user:backup")),
                new ExportRequest.DeleteExport("x", true),
                new MountRequest.DescribeSnapshotContents("snap-1"),
                new MountRequest.DescribeSnapshotMounts(),
                new MountRequest.MountSnapshot("snap-1", "vg/lv", "/mnt"),
                new MountRequest.MountSnapshot("snap-1", null, null),
                new MountRequest.UnmountSnapshot("vol-1"),
                new SnapshotRequest.CreateSnapshot(
                        List.of("a"), "words", List.of(), new InstantOptions("fuzzy", "sync", "true", 30)),
                new SnapshotRequest.CreateSnapshots(
                        List.of("a", "b"), null, List.of(), InstantOptions.AUTOMATIC, null, "volume"),
                new SnapshotRequest.DeleteSnapshotGroup("snapgrp-1"),
                new SnapshotRequest.DescribeSnapshots(List.of(), List.of(), Page.FIRST),
                new SnapshotRequest.DescribeSnapshots(
                        List.of(), List.of(), PAGE, List.of("self"), List.of("all", "111122223333")),
                new SnapshotRequest.ModifySnapshotAttribute(
                        "snap-1", "add", List.of("111122223333"), List.of("all"), true),
                new SnapshotRequest.DescribeSnapshotAttribute("snap-1"),
                new SnapshotRequest.ResetSnapshotAttribute("snap-1"),
                new SnapshotRequest.EnableSnapshotBlockPublicAccess("block-all-sharing"),
                new SnapshotRequest.DisableSnapshotBlockPublicAccess(),
                new SnapshotRequest.GetSnapshotBlockPublicAccessState(),
                new SnapshotRequest.DescribeSnapshotSizes(List.of("snap-1")),
                new SnapshotRequest.CopySnapshot("snap-1", "words", List.of(), true, "alias/mine"),
                new SnapshotRequest.CopySnapshot("snap-1", null, List.of(), false, null),
                new SnapshotRequest.DescribeSnapshotCopy("snap-1", null),
                new SnapshotRequest.DescribeSnapshotTree(List.of(new Filter("status", List.of("completed"))), PAGE),
                new SnapshotRequest.DeleteSnapshot("snap-1"),
                new SnapshotRequest.UntrackVolume("root"),
                new SnapshotRequest.DiffSnapshots("snap-1", "snap-2", PAGE),
                new SnapshotRequest.DescribeFirstTouch("snap-1"),
                new SnapshotRequest.DeleteFirstTouch("snap-1"),
                new SnapshotRequest.VerifySnapshot("snap-1"),
                new SnapshotRequest.RestoreSnapshot("snap-1", "/dev/sdb", true, true),
                new SnapshotRequest.ExportSnapshot("snap-1", "/mnt/disk.qcow2", null, true),
                new SnapshotRequest.ImportSnapshot("/mnt/disk", "vhd", "words", List.of(new Tag("a", "b")), "alias/x"),
                new FastRestoreRequest.EnableFastSnapshotRestores(List.of("snap-1", "snap-2"), List.of("a")),
                new FastRestoreRequest.DisableFastSnapshotRestores(List.of("snap-1"), List.of()),
                new FastRestoreRequest.DescribeFastSnapshotRestores(
                        List.of(new Filter("state", List.of("enabled"))), PAGE),
                new SnapshotRequest.DeleteSnapshot("snap-1", true),
                new TieringRequest.ModifySnapshotTier("snap-1", "archive"),
                new TieringRequest.RestoreSnapshotTier("snap-1", 7, false, false),
                new TieringRequest.RestoreSnapshotTier("snap-1", null, true, true),
                new TieringRequest.CancelSnapshotTiering("snap-1"),
                new TieringRequest.DescribeSnapshotTierStatus(
                        List.of(new Filter("storage-tier", List.of("archive"))), PAGE),
                new TieringRequest.DescribeSnapshotArchival("snap-1"),
                new TieringRequest.DescribeArchive(),
                new TieringRequest.VerifyArchive("1/30"),
                new TieringRequest.CollectArchive(),
                new LockRequest.LockSnapshot("snap-1", "compliance", 30, null, 24),
                new LockRequest.LockSnapshot("snap-1", "governance", null, TIME, null),
                new LockRequest.UnlockSnapshot("snap-1"),
                new LockRequest.DescribeLockedSnapshots(
                        List.of("snap-1"), List.of(new Filter("lock-state", List.of("expired"))), PAGE),
                new RecycleBinRequest.CreateRule(
                        "EBS_SNAPSHOT",
                        RetentionPeriod.days(7),
                        "words",
                        List.of(new ResourceTag("env", "prod"), new ResourceTag("keep", null)),
                        List.of(),
                        List.of(new Tag("a", "b")),
                        LockConfiguration.days(7)),
                new RecycleBinRequest.CreateRule(
                        "EBS_VOLUME", RetentionPeriod.days(1), null, List.of(), List.of(), List.of(), null),
                new RecycleBinRequest.GetRule("abcdefghijk"),
                new RecycleBinRequest.ListRules("EBS_SNAPSHOT", "locked", PAGE),
                new RecycleBinRequest.ListRules(null, null, Page.FIRST),
                new RecycleBinRequest.UpdateRule(
                        "abcdefghijk", RetentionPeriod.days(9), "words", List.of(), List.of(new ResourceTag("x", "y"))),
                new RecycleBinRequest.UpdateRule("abcdefghijk", null, null, null, null),
                new RecycleBinRequest.DeleteRule("abcdefghijk"),
                new RecycleBinRequest.LockRule("abcdefghijk", LockConfiguration.days(30)),
                new RecycleBinRequest.UnlockRule("abcdefghijk"),
                new RecycleBinRequest.DescribeRetention("snap-1"),
                new RecycleBinRequest.ListSnapshotsInRecycleBin(List.of("snap-1"), PAGE),
                new RecycleBinRequest.RestoreSnapshotFromRecycleBin("snap-1"),
                new RecycleBinRequest.ListVolumesInRecycleBin(List.of(), Page.FIRST),
                new RecycleBinRequest.RestoreVolumeFromRecycleBin("vol-1"),
                new RecycleBinRequest.ListImagesInRecycleBin(List.of("ami-1"), PAGE),
                new RecycleBinRequest.RestoreImageFromRecycleBin("ami-1"),
                new RecycleBinRequest.TagInRecycleBin("snap-1", List.of(new Tag("a", "b"))),
                new RecycleBinRequest.PurgeFromRecycleBin("vol-1"),
                new ImageRequest.CreateImage(
                        "web 1",
                        "words",
                        List.of(new ImageVolume("root", "/dev/sda", true), new ImageVolume("data", "/dev/sdb", false)),
                        new ImageMachine("x86_64", "uefi", "/dev/sda"),
                        List.of(new Tag("a", "b")),
                        List.of(new Tag("c", "d")),
                        new InstantOptions("frozen", "sync", "true", null),
                        "alias/mine"),
                new ImageRequest.RegisterImage(
                        "web 2", null, mappings(), new ImageMachine(null, null, null), List.of()),
                new ImageRequest.DescribeImages(
                        List.of("ami-1"),
                        List.of("self"),
                        List.of("all"),
                        List.of(new Filter("name", List.of("web*"))),
                        true,
                        false,
                        PAGE),
                new ImageRequest.CopyImage("ami-1", "web 3", null, List.of(), null, true, "alias/mine"),
                new ImageRequest.DeregisterImage("ami-1", true),
                new ImageRequest.EnableImageDeprecation("ami-1", TIME),
                new ImageRequest.DisableImageDeprecation("ami-1"),
                new ImageRequest.DisableImage("ami-1"),
                new ImageRequest.EnableImage("ami-1"),
                new ImageRequest.ModifyImageAttribute(
                        "ami-1", "add", List.of("111122223333"), List.of("all"), true, null),
                new ImageRequest.ModifyImageAttribute("ami-1", null, List.of(), List.of(), false, "words"),
                new ImageRequest.DescribeImageAttribute("ami-1"),
                new ImageRequest.ResetImageAttribute("ami-1"),
                new ImageRequest.EnableImageDeregistrationProtection("ami-1", true),
                new ImageRequest.DisableImageDeregistrationProtection("ami-1"),
                new ImageRequest.GetImageAncestry("ami-1"),
                new ImageRequest.TagImage("ami-1", List.of(new Tag("a", "b"))),
                new ImageRequest.UntagImage("ami-1", List.of("a")),
                new ImageRequest.LaunchImage(
                        "ami-1",
                        "web",
                        List.of(new Tag("a", "b")),
                        mappings(),
                        new LaunchOptions("a", 5L, true, "alias/mine"),
                        true,
                        AttachVia.NBD),
                new ImageRequest.LaunchImage("ami-1", null, List.of(), List.of(), LaunchOptions.DEFAULT, false, null),
                new ImageRequest.DescribeImageLaunches(),
                new ImageRequest.TerminateImageLaunch("launch-1"),
                new ImagePipelineRequest.StartImagePipelineExecution("web"),
                new ImagePipelineRequest.ListImagePipelines(),
                new ImagePipelineRequest.ListImagePipelineExecutions("web"),
                new ImagePipelineRequest.ListImagePipelineExecutions(null),
                new StoreRequest.GetStoreStatistics(),
                new StoreRequest.DescribeKeySizes(),
                new StoreRequest.DescribeZoneSizes(),
                new StoreRequest.VerifyStore("1/30", true),
                new StoreRequest.GetScrubStatus(),
                new StoreRequest.DescribeStoreHistory(),
                new ProtectionRequest.DescribeVolumeProtection(null, PAGE),
                new ProtectionRequest.DescribeVolumeProtection(3, PAGE),
                new StoreRequest.CollectGarbage(),
                new StoreRequest.RebuildIndex(),
                new ZoneRequest.DescribeAvailabilityZones(),
                new ZoneRequest.AddZone("b", "/mnt/b/ebsnap"),
                new ZoneRequest.DrainZone("b"),
                new ZoneRequest.RemoveZone("b"),
                new SnapshotRequest.CreateSnapshot(
                        List.of("a"), null, List.of(), InstantOptions.AUTOMATIC, "alias/mine"),
                new RemoteRequest.DescribeRemoteIdentity(),
                new RemoteRequest.DescribeRemotes(),
                new RemoteRequest.AddRemote("vault", "vault:7633", "ab", true, false, "111122223333"),
                new RemoteRequest.AddRemote("vault", null, "ab", false, true, null),
                new RemoteRequest.RemoveRemote("vault"),
                new RemoteRequest.DescribeRemoteStatus("vault"),
                new RemoteRequest.DescribeRemoteSnapshots("vault"),
                new RemoteRequest.PullSnapshot(
                        new RemoteSource("vault", "snap-1", "alias/mine", 1L, 2), "words", List.of(), true),
                new RemoteRequest.DescribeSnapshotPull(new RemoteSource("vault", "snap-1", null, null, null)),
                new RemoteRequest.PushSnapshot(
                        new RemoteSource("vault", "snap-1", null, null, null), null, List.of(new Tag("a", "b")), false),
                new RemoteRequest.DescribeSnapshotPush(new RemoteSource("vault", "snap-1", null, null, 5)),
                new TagRequest.CreateTags(List.of("snap-1", "vol-1"), List.of(new Tag("a", "b"))),
                new TagRequest.DeleteTags(List.of("snap-1"), List.of(new ResourceTag("a", null))),
                new TagRequest.DescribeTags(List.of(new Filter("key", List.of("a*"))), PAGE),
                new AccessKeyRequest.CreateAccessKey(),
                new AccessKeyRequest.ListAccessKeys(),
                new AccessKeyRequest.DeleteAccessKey("AKIA234567ABCDEFGHIJ"),
                new KeyRequest.ListKeys(),
                new KeyRequest.CreateKey(
                        "d", List.of(new KeyTag("k", "v")), "alias/mine", null, new GivenKeyPolicy("v", "id", "sid")),
                new KeyRequest.CreateKey(null, List.of(), null, null, null),
                new KeyRequest.DescribeKey("alias/mine"),
                new KeyRequest.DescribeKeyUse("alias/mine"),
                new KeyRequest.UpdateKeyDescription("alias/mine", "d"),
                new KeyRequest.PutKeyPolicy("alias/mine", new GivenKeyPolicy(null, "id", null)),
                new KeyRequest.PutKeyPolicy("alias/mine", null),
                new KeyRequest.TagKey("alias/mine", List.of(new KeyTag("k", "v"))),
                new KeyRequest.UntagKey("alias/mine", List.of("k")),
                new KeyRequest.EnableKey("alias/mine"),
                new KeyRequest.DisableKey("alias/mine"),
                new KeyRequest.ScheduleKeyDeletion("alias/mine", 7),
                new KeyRequest.CancelKeyDeletion("alias/mine"),
                new KeyRequest.RotateKeyOnDemand("alias/mine"),
                new KeyRequest.EnableKeyRotation("alias/mine", 90),
                new KeyRequest.DisableKeyRotation("alias/mine"),
                new KeyRequest.GetKeyRotationStatus("alias/mine"),
                new KeyRequest.ListKeyRotations("alias/mine"),
                new KeyRequest.ListAliases(null),
                new KeyRequest.CreateAlias("alias/a", "alias/mine"),
                new KeyRequest.UpdateAlias("alias/a", "alias/mine"),
                new KeyRequest.DeleteAlias("alias/a"),
                new KeyRequest.CreateGrant(
                        "alias/mine",
                        "210987654321",
                        List.of("Decrypt"),
                        List.of(new Tag("k", "v")),
                        List.of(),
                        null,
                        "n"),
                new KeyRequest.CreateGrant(
                        "alias/mine",
                        "210987654321",
                        List.of("Decrypt"),
                        List.of(),
                        List.of(new Tag("k", "v")),
                        "111111111111",
                        null),
                new KeyRequest.ListGrants("alias/mine"),
                new KeyRequest.RevokeGrant("alias/mine", "aa"),
                new KeyRequest.RetireGrant("alias/mine", "aa"),
                new KeyRequest.ListRetirableGrants("210987654321"),
                new CryptographicRequest.Decrypt(null, "AAAA", List.of(new Tag("k", "v"))),
                new CryptographicRequest.Decrypt("alias/mine", "AAAA", List.of()),
                new CryptographicRequest.GenerateDataKey("alias/mine", 64, List.of()),
                new CryptographicRequest.GenerateDataKeyWithoutPlaintext("alias/mine", 32, List.of(new Tag("k", ""))),
                new CryptographicRequest.ReEncrypt("AAAA", null, List.of(), "alias/mine", List.of(new Tag("k", "v"))),
                new CryptographicRequest.GenerateRandom(32),
                new KeyRequest.GetEbsDefaults(),
                new KeyRequest.ModifyEbsDefaultKmsKeyId("alias/mine"),
                new KeyRequest.ResetEbsDefaultKmsKeyId(),
                new KeyRequest.EnableEbsEncryptionByDefault(),
                new KeyRequest.DisableEbsEncryptionByDefault(),
                new LifecycleRequest.CreateLifecyclePolicy("[target]\n", "DISABLED"),
                new LifecycleRequest.CreateLifecyclePolicy("[target]\n", null),
                new LifecycleRequest.GetLifecyclePolicies(List.of("policy-1"), "ERROR"),
                new LifecycleRequest.UpdateLifecyclePolicy("policy-1", "[target]", "ENABLED", null),
                new LifecycleRequest.UpdateLifecyclePolicy("policy-1", "[target]", null, "[target]\n"),
                new LifecycleRequest.DeleteLifecyclePolicy("policy-1"),
                new LifecycleRequest.DescribeLifecycleDocument("[target]"),
                new LifecycleRequest.RunLifecyclePolicies(List.of("policy-1")),
                new LifecycleRequest.DescribeLifecycleForecast(List.of(), TIME, TIME, true, 7),
                new LifecycleRequest.DescribeSnapshotLifecycle("snap-1"),
                new TaskRequest.DescribeTasks(List.of("task-1")),
                new TaskRequest.CancelTask("task-1"),
                new AuditRequest.DescribeAuditLog(7L, 100, List.of("request")),
                new AuditRequest.DescribeEvents(null, null, 30),
                new AuditRequest.VerifyAuditLog(null));
    }

    static List<Record> answers() {
        return List.of(
                new Welcome(1, "ebsnapd 1", "local"),
                new ConfigurationReload(true),
                new RegionList(List.of(new Region("local", "available", null, "/run/s", "1", "00", "/var"))),
                new Done(true),
                new StartedTask("task-1"),
                new Status(
                        "1",
                        "local",
                        "running",
                        2,
                        TIME,
                        "/var",
                        "00",
                        "SunJCE",
                        "key-file",
                        new StatusCounts(1, new SnapshotCounts(2, 3, 4), 5, 6, 7),
                        new StatusCoverage(1, 2, 3, 4.5, 30L, TIME),
                        new StatusPolicies(1, 2, 3, 4, 5, TIME, TIME, 6),
                        List.of("careful")),
                volumes(),
                new Attachment(
                        "vol-1", "/dev/nbd0", "attached", TIME, "nbd", true, true, null, "/dev/sdf", "/dev/ebsnap/sdf"),
                new ModifiedVolume(new VolumeModification(
                        "vol-1",
                        "completed",
                        1,
                        2,
                        100,
                        1 << 30,
                        2L << 30,
                        null,
                        new VolumePerformance("sc1", null, null))),
                new ExportList(
                        List.of(new Export("x", "snap-1", true, 512, List.of("nbd://h/x"), List.of("user:backup"))),
                        "n"),
                snapshots(),
                new SnapshotAttribute(
                        "snap-1",
                        List.of(new VolumePermission("111122223333", null), new VolumePermission(null, "all")),
                        "block-all-sharing",
                        false),
                new SnapshotBlockPublicAccess("unblocked", "account"),
                new SnapshotSizeList(List.of(new SnapshotSize("snap-1", 1, 2, 3, 4, 5, 6, 0.5)), 7, 8),
                new SnapshotDeletionPlan(
                        new SnapshotSizeList(List.of(), 7, 8), List.of(new Retention("snap-1", null, null))),
                new FirstTouchOrder(
                        "snap-2", "snap-1", 3, 524288, 4, List.of(new BlockRange(7, 3), new BlockRange(0, 1))),
                new FirstTouchOrder("snap-2", null, 0, 524288, 0, List.of()),
                new SnapshotLock("000000000000", "snap-1", lock(null)),
                new SnapshotLockList(List.of(new SnapshotLock("000000000000", "snap-1", lock(TIME))), "n"),
                new UnlockedSnapshot("snap-1"),
                new Deleted(true, TIME),
                rule(null),
                new RetentionRuleList(List.of(rule(TIME)), "n"),
                new Retention("snap-1", null, null),
                new Retention("snap-1", rule(TIME), TIME),
                new BinnedSnapshotList(
                        List.of(new BinnedSnapshot(
                                "snap-1",
                                TIME,
                                TIME,
                                "words",
                                "vol-1",
                                "abcdefghijk",
                                true,
                                "000000000000",
                                List.of())),
                        "n"),
                new BinnedVolumeList(
                        List.of(new BinnedVolume(
                                "vol-1",
                                TIME,
                                TIME,
                                4,
                                "data",
                                "abcdefghijk",
                                false,
                                "000000000000",
                                List.of(),
                                new VolumePerformance("io2", 100, null))),
                        null),
                new BinnedImageList(
                        List.of(new BinnedImage(
                                "ami-1",
                                "web 1",
                                "words",
                                TIME,
                                TIME,
                                "abcdefghijk",
                                false,
                                "000000000000",
                                List.of(new Tag("a", "b")))),
                        "n"),
                new FastSnapshotRestoreList(List.of(fastRestore(null), fastRestore(TIME)), "n"),
                new FastSnapshotRestoreChange(
                        List.of(fastRestore(null)),
                        List.of(new FastSnapshotRestoreFailure(
                                "snap-2",
                                List.of(new FastSnapshotRestoreStateError(
                                        "a", new ApiError("IncorrectState", ErrorKind.CONFLICT, "no", null)))))),
                new SnapshotDifference(524288, 3, List.of(new BlockRange(1L << 40, 3)), null),
                new LifecyclePolicyList(List.of(policy())),
                new LifecycleReport(TIME, List.of(occurrence()), TIME),
                new LifecycleForecast(TIME, TIME, false, 1, 2, 3, 4, List.of(occurrence())),
                new SnapshotLifecycle(
                        "snap-1", "daily", "Every day", true, List.of("a"), List.of("b"), List.of("c"), TIME, "d"),
                new TaskList(List.of(task())),
                new AuditEntryList(List.of(auditEntry()), 8, false),
                new AuditLogVerification(1, 8, "ab".repeat(32), null, List.of("line 7 is missing")),
                new ModifiedSnapshotTier("snap-1", TIME),
                new RestoredSnapshotTier("snap-1", TIME, 7, false),
                new RestoredSnapshotTier("snap-1", TIME, null, true),
                new SnapshotTierStatusList(List.of(tierStatus(null), tierStatus(TIME)), "n"),
                new SnapshotArchivalPlan("snap-1", 1, 2, 3, 4, 5),
                new Archive("/mnt/archive", "ab", "available", null, 1, 2, 3L, 4, 5, 6, 7, 8, 90, 9, 50.0, 30L, TIME),
                new Archive(null, null, "unavailable", "gone", 1, 2, null, 4, 5, 6, 7, 8, 90, 9, null, null, null),
                new StoreStatistics(
                        "00",
                        TIME,
                        new SnapshotCounts(1, 2, 3),
                        4,
                        5,
                        6,
                        7,
                        8,
                        9,
                        10,
                        chunkSizes(),
                        11,
                        12,
                        13,
                        14,
                        15),
                new KeySizeList(
                        List.of(new KeySize("arn", 1, 2, 3, 4, chunkSizes()), new KeySize("b", 0, 0, 5, 6, null))),
                new ZoneSizeList(List.of(
                        new ZoneSize("a", "available", 1L, 2L, 3L), new ZoneSize("b", "out", null, null, null))),
                new StoreHistory(List.of(new StoreDay("2026-01-31", 1, 2, 3, 4))),
                new VolumeProtectionList(
                        List.of(
                                new VolumeProtection(
                                        "vol-1",
                                        "a",
                                        "managed",
                                        1,
                                        "protected",
                                        2,
                                        "snap-1",
                                        TIME,
                                        "snap-0",
                                        TIME,
                                        3L,
                                        List.of("daily")),
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
                        "vol-2"),
                new ScrubStatus(30, 30, 8, 4, 50.0, 2, TIME, true, TIME),
                new ScrubStatus(0, 30, 0, 0, 100.0, 0, null, false, null),
                new SnapshotTree(
                        List.of(
                                new SnapshotTreeEntry("snap-1", null, "vol-1", "pending", TIME, "", null, null),
                                new SnapshotTreeEntry(
                                        "snap-2",
                                        "snap-1",
                                        "vol-1",
                                        "completed",
                                        TIME,
                                        "words",
                                        7L,
                                        new SnapshotSize("snap-2", 1, 2, 3, 4, 5, 6, 0))),
                        "n"),
                new TagDescriptionList(List.of(new TagDescription("vol-1", "volume", "a", "b")), "n"),
                new AccessKeyList(List.of(
                        new AccessKey("alice", "AKIA1", AccessKey.ACTIVE, null, TIME, "111122223333", false),
                        new AccessKey("root", "AKIA2", AccessKey.ACTIVE, null, TIME, "111122223333", true))),
                new RemoteIdentity("ab"),
                new Remote("vault", null, "ab", true, false, null),
                new RemoteList(List.of(new Remote("vault", "vault:1", "ab", true, false, "111122223333"))),
                new RemoteStatus("ebsnapd 1", "00", 1, true, false, -5, 7),
                new RemoteSnapshotList(List.of(new RemoteSnapshot("snap-1", "vol-1", TIME, 2L, 1L, "words"))),
                new SnapshotPullPlan("snap-1", "arn", true, "snap-2", 5, 6L, 7L),
                new SnapshotPullPlan("snap-1", "arn", false, null, 5, null, null),
                new AvailabilityZoneList(List.of(
                        new AvailabilityZone("a", null, "available", List.of(), "/var/store", null, null),
                        new AvailabilityZone(
                                "b",
                                "00",
                                "syncing",
                                List.of(new AvailabilityZoneMessage("words")),
                                "/mnt/b",
                                42,
                                7L))),
                new KeyList(List.of(key(null), key(TIME))),
                new KeyDescription(key(null)),
                new KeyChange(
                        "arn",
                        "PendingDeletion",
                        TIME,
                        7,
                        new KeyUse(1, List.of("snap-1"), 0, List.of(), 0, List.of(), 1, List.of("vol-1"))),
                new KeyAliasList(List.of(new KeyAlias("alias/a", "arn", "id"))),
                new KeyRotationStatus("id", true, 90, TIME),
                new KeyRotationStatus("id", false, 365, null),
                new KeyRotationList(List.of(new KeyRotation("id", 2, TIME, "ON_DEMAND", true))),
                new KeyGrantList(List.of(
                        new KeyGrant(
                                "aa",
                                "arn",
                                "n",
                                "210987654321",
                                List.of("Decrypt"),
                                List.of(new Tag("k", "v")),
                                List.of(),
                                null,
                                TIME),
                        new KeyGrant(
                                "bb",
                                "arn",
                                "",
                                "210987654321",
                                List.of("Decrypt"),
                                List.of(),
                                List.of(new Tag("k", "v")),
                                "111111111111",
                                TIME))),
                new Ciphertext("AAAA", "arn", 2),
                new ReEncrypted("AAAA", "arn", 1, "arn2", 2),
                image(null),
                new ImageList(List.of(image(null), image(TIME)), "n"),
                new DeregisteredImage(
                        true,
                        List.of(
                                new DeletedSnapshot("snap-1", "success", null),
                                new DeletedSnapshot("snap-2", "skipped", "why")),
                        null),
                new DeregisteredImage(true, List.of(), TIME),
                new ImageAttribute(
                        "ami-1",
                        List.of(new LaunchPermission("111122223333", null), new LaunchPermission(null, "all"))),
                new ImageAncestry(List.of(
                        new ImageAncestryEntry(TIME, "ami-2", "111122223333", "web 2", "ami-1"),
                        new ImageAncestryEntry(TIME, "ami-1", "111122223333", "web 1", null))),
                launch(),
                new ImageLaunchList(List.of(launch())),
                new ImagePipelineList(List.of(
                        new ImagePipeline("web", "/f", "d", "ENABLED", null, "every 1 day UTC", TIME, 7, "ami-1", 3),
                        new ImagePipeline("bad", "/g", "", "ERROR", "words", null, null, null, null, 0))),
                new ImagePipelineExecutionList(List.of(
                        new ImagePipelineExecution(
                                "execution-1",
                                "web",
                                7,
                                "failed",
                                "words",
                                false,
                                "ami-2",
                                false,
                                "ami-1",
                                TIME,
                                TIME,
                                TIME,
                                null,
                                "printed"),
                        new ImagePipelineExecution(
                                "execution-2",
                                "web",
                                8,
                                "pending",
                                null,
                                false,
                                null,
                                false,
                                null,
                                null,
                                TIME,
                                null,
                                "task-1",
                                null))),
                new EbsDefaults(true, "arn"),
                new RecoveryFile("AAAA", List.of("1111")));
    }

    private static List<BlockDeviceMapping> mappings() {
        return List.of(
                new BlockDeviceMapping("/dev/sda", new EbsBlockDevice(false, "snap-1", 1L, 1L << 30, true), null),
                new BlockDeviceMapping("/dev/sdb", new EbsBlockDevice(null, null, null, null, null), null),
                new BlockDeviceMapping("/dev/sdc", null, ""));
    }

    private static Image image(@Nullable Instant later) {
        return new Image(
                "x86_64",
                mappings(),
                "uefi",
                TIME,
                later,
                "disabled",
                "",
                "ami-1",
                "111122223333/web 1",
                "machine",
                later,
                "web 1",
                "111122223333",
                true,
                later,
                "/dev/sda",
                "ebs",
                later == null ? null : "ami-2",
                "available",
                later == null ? null : new ImageStateReason("words"),
                List.of(new Tag("a", "b")),
                "hvm");
    }

    private static ImageLaunch launch() {
        return new ImageLaunch(
                "launch-1",
                "ami-1",
                "launched",
                "111122223333",
                TIME,
                List.of(
                        new LaunchedVolume("/dev/sda", "vol-1", "web-sda", "/dev/nbd0", true),
                        new LaunchedVolume("/dev/sdb", null, "web-sdb", null, false)));
    }

    private static Key key(@Nullable Instant deletion) {
        return new Key(
                "123456789012",
                "id",
                "arn",
                TIME,
                deletion == null,
                "d",
                deletion == null ? "Enabled" : "PendingDeletion",
                deletion,
                "CUSTOMER",
                "ENCRYPT_DECRYPT",
                "SYMMETRIC_DEFAULT",
                "AWS_CLOUDHSM",
                "hsm",
                List.of("alias/aws/ebs"),
                1,
                true,
                List.of(new KeyTag("k", "v")),
                deletion == null ? new GivenKeyPolicy("v", "id", "sid") : null);
    }

    private static RetentionRule rule(@Nullable Instant time) {
        return new RetentionRule(
                "abcdefghijk",
                "arn:aws:rbin:local:000000000000:rule/abcdefghijk",
                "EBS_SNAPSHOT",
                RetentionPeriod.days(7),
                "words",
                List.of(new ResourceTag("env", null)),
                List.of(),
                "available",
                "pending_unlock",
                time == null ? null : LockConfiguration.days(7),
                time,
                List.of(new Tag("a", "b")));
    }

    private static LockTerms lock(@Nullable Instant time) {
        return new LockTerms("compliance-cooloff", 30, time == null ? null : 24, time, TIME, time, time);
    }

    private static FastSnapshotRestore fastRestore(@Nullable Instant later) {
        return new FastSnapshotRestore(
                "snap-1",
                "a",
                "enabled",
                "Client.UserInitiated",
                "000000000000",
                TIME,
                later,
                later,
                later,
                later,
                later == null ? null : "words",
                later == null ? null : "pool",
                7,
                1,
                later == null ? null : new VolumeCreationCredits(0.5, 10, 10, TIME),
                later == null ? null : new FastRestoreProgress("filling", 4, 3, 2, 1L));
    }

    static LifecyclePolicy policy() {
        return new LifecyclePolicy(
                "policy-1",
                "daily",
                "/etc/ebsnap/policies.d/daily.toml",
                "words",
                "DISABLED",
                "disabled",
                "111122223333",
                TIME,
                TIME,
                true,
                new LifecyclePolicyDetails(
                        "EBS_SNAPSHOT_MANAGEMENT",
                        List.of("VOLUME"),
                        List.of(new Tag("k", "v")),
                        3,
                        List.of(new LifecycleSchedule(
                                "day",
                                "Every day",
                                true,
                                List.of(new Tag("a", "b")),
                                new LifecycleCreateRule("0 3 * * *", 1, "DAYS", "cron 0 3 * * * UTC"),
                                new LifecycleRetainRule(7, 1, "WEEKS", "the newest 7"),
                                List.of("share"),
                                TIME,
                                TIME))),
                "[target]\n",
                new LifecycleLastRun(TIME, List.of("failed")));
    }

    static LifecycleOccurrence occurrence() {
        return new LifecycleOccurrence(TIME, "created", "policy-1", "daily", "Every day", "vol-1", "snap-1", "due");
    }

    static VolumeList volumes() {
        return new VolumeList(
                List.of(registered(), managed(null, null), managed(7L, new InitializationStatus("default", 9, 4L))),
                "n");
    }

    static SnapshotList snapshots() {
        return new SnapshotList(List.of(snapshot(null), snapshot(transfer())), null);
    }

    private static Volume registered() {
        return new Volume(
                "vol-1",
                1,
                "available",
                TIME,
                List.of(),
                List.of(),
                null,
                "registered",
                512,
                "/dev/sda",
                "wwn:1",
                null);
    }

    private static Volume managed(@Nullable Long rate, @Nullable InitializationStatus initialization) {
        return new Volume(
                "vol-2",
                1,
                "in-use",
                TIME,
                List.of(new Attachment(
                        "vol-2",
                        "/dev/loop3",
                        "attached",
                        TIME,
                        "fuse",
                        false,
                        false,
                        "it is a file of /dev/fuse",
                        null,
                        null)),
                List.of(new Tag("k", "v")),
                "data",
                "managed",
                512,
                null,
                null,
                new ServedVolume(
                        "default",
                        initialization == null ? null : "snap-1",
                        initialization == null ? null : false,
                        initialization == null ? null : "lazy: no credits",
                        rate,
                        initialization,
                        initialization == null,
                        initialization == null ? "arn:aws:kms:k" : null,
                        "/var/t",
                        List.of("attached as /dev/loop3"),
                        new Hydration(
                                "running",
                                4096,
                                1024,
                                512,
                                1 << 20,
                                6L,
                                "words",
                                new BootSet(64, 32, initialization == null ? null : TIME)),
                        initialization == null ? null : "zone b is not there",
                        initialization == null ? null : new VolumeMove("failed", "b", TIME, 4096, 1024, "full"),
                        initialization == null ? null : "vol-3",
                        initialization == null ? new VolumePerformance("gp3", 4000, 125) : null));
    }

    private static SnapshotTierStatus tierStatus(@Nullable Instant back) {
        return new SnapshotTierStatus(
                "snap-1",
                "vol-1",
                "completed",
                "000000000000",
                List.of(new Tag("k", "v")),
                "archive",
                TIME,
                42,
                back == null ? "archival-failed" : "temporary-restore-completed",
                back == null ? "why" : null,
                back,
                back,
                1,
                2,
                back == null ? 3L : null);
    }

    private static Snapshot snapshot(@Nullable Transfer transfer) {
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
                transfer == null ? null : TIME,
                new SnapshotOrigin(
                        "/dev/sda", 512, "frozen", null, "sampled", "nbd-bitmap", 64L, "of a server", "snapgrp-1", 41L),
                transfer);
    }

    private static Transfer transfer() {
        return new Transfer("copying", 1, 2, 3, 4, 5, 6, 1.5, null, List.of(new StageRate("read", 7)));
    }

    static Task task() {
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

    private static AuditEntry auditEntry() {
        return new AuditEntry(
                8,
                TIME,
                "response",
                7L,
                "user:root",
                "000000000000",
                "111111111111",
                "CreateSnapshot",
                List.of("snap-1"),
                "failed",
                "no room",
                List.of(new AuditDetail("Description", "before")));
    }

    private static ChunkSizes chunkSizes() {
        return new ChunkSizes(1, 2, 3, 4, 5L, 1.5, null, 0.25);
    }
}
