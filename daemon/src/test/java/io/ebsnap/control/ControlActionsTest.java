package io.ebsnap.control;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.account.AccountPipelines;
import io.ebsnap.api.BlockDeviceMapping;
import io.ebsnap.api.BlockRange;
import io.ebsnap.api.ChunkSizes;
import io.ebsnap.api.ConfigurationReload;
import io.ebsnap.api.DamagedRange;
import io.ebsnap.api.Deleted;
import io.ebsnap.api.Done;
import io.ebsnap.api.EbsBlockDevice;
import io.ebsnap.api.ErrorKind;
import io.ebsnap.api.ExportRequest.CreateExport;
import io.ebsnap.api.Filter;
import io.ebsnap.api.FirstTouchOrder;
import io.ebsnap.api.GeneralRequest.GetStatus;
import io.ebsnap.api.Image;
import io.ebsnap.api.ImageRequest.DeregisterImage;
import io.ebsnap.api.ImageRequest.DescribeImages;
import io.ebsnap.api.ImageRequest.DisableImage;
import io.ebsnap.api.ImageRequest.ModifyImageAttribute;
import io.ebsnap.api.ImageRequest.RegisterImage;
import io.ebsnap.api.InstantOptions;
import io.ebsnap.api.Key;
import io.ebsnap.api.KeyList;
import io.ebsnap.api.KeyRequest.ExportKeys;
import io.ebsnap.api.KeyRequest.ImportKeys;
import io.ebsnap.api.KeyRequest.ListKeys;
import io.ebsnap.api.KeySize;
import io.ebsnap.api.Page;
import io.ebsnap.api.RecoveryFile;
import io.ebsnap.api.Remote;
import io.ebsnap.api.RemoteRequest.AddRemote;
import io.ebsnap.api.RemoteRequest.DescribeRemoteIdentity;
import io.ebsnap.api.RemoteRequest.DescribeRemoteSnapshots;
import io.ebsnap.api.RemoteRequest.DescribeRemoteStatus;
import io.ebsnap.api.RemoteRequest.DescribeRemotes;
import io.ebsnap.api.RemoteRequest.DescribeSnapshotPull;
import io.ebsnap.api.RemoteRequest.DescribeSnapshotPush;
import io.ebsnap.api.RemoteRequest.PushSnapshot;
import io.ebsnap.api.RemoteRequest.RemoveRemote;
import io.ebsnap.api.RemoteSource;
import io.ebsnap.api.Request;
import io.ebsnap.api.Secret;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotCopyPlan;
import io.ebsnap.api.SnapshotDifference;
import io.ebsnap.api.SnapshotList;
import io.ebsnap.api.SnapshotPullPlan;
import io.ebsnap.api.SnapshotRequest.CopySnapshot;
import io.ebsnap.api.SnapshotRequest.CreateSnapshot;
import io.ebsnap.api.SnapshotRequest.CreateSnapshots;
import io.ebsnap.api.SnapshotRequest.DeleteFirstTouch;
import io.ebsnap.api.SnapshotRequest.DeleteSnapshot;
import io.ebsnap.api.SnapshotRequest.DescribeFirstTouch;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshotCopy;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshotSizes;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshotTree;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshots;
import io.ebsnap.api.SnapshotRequest.DiffSnapshots;
import io.ebsnap.api.SnapshotRequest.ExportSnapshot;
import io.ebsnap.api.SnapshotRequest.ImportSnapshot;
import io.ebsnap.api.SnapshotRequest.RestoreSnapshot;
import io.ebsnap.api.SnapshotSizeList;
import io.ebsnap.api.SnapshotTree;
import io.ebsnap.api.SnapshotTreeEntry;
import io.ebsnap.api.StartedTask;
import io.ebsnap.api.Status;
import io.ebsnap.api.StoreRequest.DescribeKeySizes;
import io.ebsnap.api.StoreRequest.DescribeZoneSizes;
import io.ebsnap.api.StoreRequest.GetScrubStatus;
import io.ebsnap.api.StoreRequest.GetStoreStatistics;
import io.ebsnap.api.StoreRequest.VerifyStore;
import io.ebsnap.api.Tag;
import io.ebsnap.api.Task;
import io.ebsnap.api.TaskList;
import io.ebsnap.api.TaskRequest.CancelTask;
import io.ebsnap.api.TaskRequest.DescribeTasks;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeList;
import io.ebsnap.api.VolumeRequest.DeregisterVolume;
import io.ebsnap.api.VolumeRequest.DescribeVolumes;
import io.ebsnap.api.VolumeRequest.RegisterVolume;
import io.ebsnap.api.ZoneSize;
import io.ebsnap.audit.AuditKeys;
import io.ebsnap.audit.AuditLog;
import io.ebsnap.audit.Principal;
import io.ebsnap.bin.CatalogRules;
import io.ebsnap.bin.KeptThings;
import io.ebsnap.bin.Recycling;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogFixtures;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ContradictionRecord;
import io.ebsnap.catalog.FirstTouchRecord;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.check.AffectedSnapshot;
import io.ebsnap.check.Finding;
import io.ebsnap.check.FindingKind;
import io.ebsnap.check.Sample;
import io.ebsnap.check.Severity;
import io.ebsnap.check.StoreStatistics;
import io.ebsnap.check.VerifyResult;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.exchange.ExportOrder;
import io.ebsnap.exchange.FileFormat;
import io.ebsnap.exchange.ImportOrder;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.image.ImageCaller;
import io.ebsnap.image.ImageParts;
import io.ebsnap.image.ImageRecords;
import io.ebsnap.image.ImageUses;
import io.ebsnap.image.Images;
import io.ebsnap.kms.KeyServices;
import io.ebsnap.kms.KeySharing;
import io.ebsnap.kms.Keystore;
import io.ebsnap.kms.KeystoreSealing;
import io.ebsnap.kms.RootSecret;
import io.ebsnap.lifecycle.LifecycleEngine;
import io.ebsnap.lifecycle.LifecycleParts;
import io.ebsnap.lifecycle.Safeguards;
import io.ebsnap.restore.RestoreOrder;
import io.ebsnap.restore.RestoreResult;
import io.ebsnap.restore.hydration.FirstTouches;
import io.ebsnap.snapshot.Deletion;
import io.ebsnap.snapshot.DistantCopyOrder.Pace;
import io.ebsnap.snapshot.SnapshotCopyOrder;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.snapshot.SnapshotSharing;
import io.ebsnap.store.Headroom;
import io.ebsnap.store.memory.MemoryObjectStore;
import io.ebsnap.tagging.CatalogTags;
import io.ebsnap.task.Surroundings;
import io.ebsnap.tiering.NoArchive;
import io.ebsnap.volume.AttachmentOrder;
import io.ebsnap.volume.AttachmentVia;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each action calls its service and shows the answer in the protocol's shape. */
class ControlActionsTest {

    @TempDir
    Path directory = Path.of("");

    private final FakeVolumes volumes = new FakeVolumes();
    private final FakeServing serving = new FakeServing();
    private final FakeSnapshots snapshots = new FakeSnapshots();
    private final FakeWork work = new FakeWork();
    private final FakeRemotes remotes = new FakeRemotes();
    private final FakeLocks locks = new FakeLocks();
    private final FakeZones zones = new FakeZones();
    private final FakeFastRestores fastRestores = new FakeFastRestores();
    private final Catalog catalog = CatalogFixtures.open(new MemoryObjectStore(), new MemoryCatalogView());
    private ControlActions actions;

    @BeforeEach
    void wire() {
        SecureRandom random = new SecureRandom();
        Keystore keystore = Keystore.create(new Keystore.Place(
                directory.resolve("keystore"),
                RootSecret.newKeyFile(directory.resolve("root.key"), random),
                new KeystoreSealing(AeadCiphers.fastest(), random),
                InstantSource.fixed(FakeVolumes.TIME)));
        AuditLog audit = AuditLog.open(
                directory.resolve("audit"),
                AuditLog.SEGMENT_BYTES,
                new AuditLog.Parts(
                        "0".repeat(32),
                        new AuditKeys(
                                message -> new byte[32], () -> new byte[32], AeadCiphers.fastest(), new Random(1)),
                        InstantSource.fixed(FakeVolumes.TIME),
                        Headroom.NONE,
                        CrashPoints.NONE,
                        1L << 30,
                        Principal.daemon("000000000000")));
        KeyServices keys = KeyActionsTest.services(keystore, catalog);
        actions = new ControlActions(
                new Services(
                        volumes,
                        serving.services(),
                        snapshots,
                        work,
                        fastRestores,
                        work,
                        zones,
                        new CatalogTags(catalog, record -> true),
                        work,
                        keys,
                        audit,
                        new FirstTouches(catalog),
                        new SnapshotSharing(catalog, new KeySharing(keystore, keys.grants()), CrashPoints.NONE),
                        locks,
                        new Recycling(
                                new KeptThings(List.of(), () -> FakeVolumes.TIME, CrashPoints.NONE),
                                new CatalogRules(catalog, () -> FakeVolumes.TIME, random, "000000000000")),
                        images(keystore, keys, random),
                        new AccountPipelines(),
                        work,
                        new NoArchive(),
                        remotes,
                        new LifecycleEngine(new LifecycleParts(
                                catalog,
                                ward -> snapshots,
                                new FakeFollowUps(),
                                new LifecycleParts.Machine(
                                        "000000000000",
                                        directory.resolve("policies.d"),
                                        device -> false,
                                        () -> Safeguards.NONE),
                                new Surroundings(
                                        InstantSource.fixed(FakeVolumes.TIME), () -> 0, random, CrashPoints.NONE))),
                        () -> new ConfigurationReload(false)),
                AccessKeyActionsTest.keys("alice"),
                new DaemonFacts(
                        "1",
                        "local",
                        7,
                        FakeVolumes.TIME,
                        Path.of("/data"),
                        "SunJCE",
                        "key-file",
                        () -> List.of("a trouble"),
                        () -> FakeVolumes.TIME.plus(Duration.ofDays(1))));
    }

    private Images images(Keystore keystore, KeyServices keys, SecureRandom random) {
        Serving served = serving.services();
        return new Images(
                new ImageRecords(
                        catalog,
                        new Surroundings(
                                InstantSource.fixed(FakeVolumes.TIME), System::nanoTime, random, CrashPoints.NONE)),
                new ImageUses(catalog),
                new ImageCaller("000000000000", true),
                new ImageParts(
                        snapshots,
                        new SnapshotSharing(catalog, new KeySharing(keystore, keys.grants()), CrashPoints.NONE),
                        served.volumes(),
                        served.volumes()::create,
                        served.attachments()));
    }

    private <A extends Record> A call(Request<A> request) {
        return request.answerType().cast(actions.handle(request));
    }

    @Test
    void statusCountsWhatThereIsAndWarns() {
        volumes.add(1, "a");
        serving.add(1, "b", null);
        Status status = call(new GetStatus());
        assertThat(status.counts().volumes()).isEqualTo(2);
        assertThat(status.counts().snapshots().snapshotsPending()).isEqualTo(7);
        assertThat(status.counts().tasksRunning()).isEqualTo(1);
        assertThat(status.warnings()).hasSize(5).contains("a trouble");
    }

    @Test
    void statusWarnsOfTrackersThatWereWrongAndListsOnlySoMany() {
        for (int i = 0; i < 18; i++) {
            snapshots.contradictions.add(new ContradictionRecord("vol-" + i, "epoch", 5, "snap-1", FakeVolumes.TIME));
        }
        List<String> warnings = call(new GetStatus()).warnings();
        assertThat(warnings).hasSize(4 + 16 + 1 + 1);
        assertThat(warnings.get(4)).startsWith("epoch called block 5 of vol-0 unchanged, and snap-1 found at ");
        assertThat(warnings.get(20)).contains("2 more volumes");
    }

    @Test
    void volumeIsRegisteredFoundByNameFilteredAndForgotten() {
        Volume registered = call(new RegisterVolume("/dev/loop9", "root", List.of(new Tag("env", "prod"))));
        assertThat(registered.size()).isEqualTo(2);
        assertThat(registered.name()).isEqualTo("root");
        volumes.add(1, "");
        assertThat(volumes(new Filter("tag:env", List.of("p*")))).containsExactly(registered.volumeId());
        assertThat(volumes(new Filter("tag-key", List.of("env")))).containsExactly(registered.volumeId());
        assertThat(volumes(new Filter("name", List.of("")))).hasSize(1);
        call(new DeregisterVolume("root"));
        assertThat(call(new DescribeVolumes(List.of(), List.of(), Page.FIRST)).volumes())
                .extracting(Volume::name)
                .containsOnlyNulls();
    }

    @Test
    void exportsHaveTheirActions() {
        assertThat(call(new CreateExport("snap-00000000000000001", "x", false, List.of()))
                        .name())
                .isEqualTo("x");
    }

    private List<String> volumes(Filter filter) {
        VolumeList found = call(new DescribeVolumes(List.of(), List.of(filter), Page.FIRST));
        return found.volumes().stream().map(Volume::volumeId).toList();
    }

    @Test
    void unknownFilterIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> volumes(new Filter("colour", List.of("red"))))
                .isInstanceOfSatisfying(
                        Failure.Invalid.class,
                        e -> assertThat(e.hint().orElse("")).contains("volume-id"));
    }

    @Test
    void snapshotIsOrderedAsAskedFor() {
        InstantOptions how = new InstantOptions("fuzzy", "sync", null, 30);
        SnapshotList begun = call(new CreateSnapshot(List.of("root"), "words", List.of(new Tag("a", "b")), how));
        SnapshotOrder order = snapshots.orders().getFirst();
        assertThat(order.consistency()).contains(io.ebsnap.device.ConsistencyMethod.FUZZY);
        assertThat(order.preHook()).isEqualTo("sync");
        assertThat(order.standing().patience()).isEqualTo(Duration.ofSeconds(30));
        assertThat(begun.snapshots().getFirst().state()).isEqualTo("pending");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 601})
    void turnIsNotWaitedForLongerThanTenMinutes(int seconds) {
        InstantOptions how = InstantOptions.afterTurn(seconds);
        assertThatThrownBy(() -> call(new CreateSnapshot(List.of("root"), null, List.of(), how)))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("600 seconds");
    }

    @ParameterizedTest
    @CsvSource({"auto", ","})
    void automaticConsistencyIsLeftToTheEngine(String word) {
        call(new CreateSnapshot(List.of("root"), null, List.of(), new InstantOptions(word, null, null, null)));
        assertThat(snapshots.orders().getFirst().consistency()).isEqualTo(Optional.empty());
        assertThat(snapshots.orders().getFirst().description()).isEmpty();
    }

    @Test
    void copyIsOrderedAsAskedForAndPlanned() {
        String source = snapshots.add(1, SnapshotState.COMPLETED, 0);
        SnapshotList begun = call(new CopySnapshot(source, "words", List.of(new Tag("a", "b")), true, "alias/mine"));
        assertThat(begun.snapshots().getFirst().state()).isEqualTo("pending");
        assertThat(snapshots.copies())
                .containsExactly(new SnapshotCopyOrder(
                        new SnapshotId(source),
                        "words",
                        List.of(new io.ebsnap.catalog.Tag("a", "b")),
                        true,
                        "alias/mine"));
        SnapshotCopyPlan plan = call(new DescribeSnapshotCopy(source, null));
        assertThat(plan.sharesSource()).isFalse();
        assertThat(plan.kmsKeyId()).startsWith("arn:aws:kms:");
        assertThatThrownBy(() -> call(new CopySnapshot("snap-00000000000000005", null, List.of(), false, null)))
                .isInstanceOf(Failure.NotFound.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"divine", "copy"})
    void unknownConsistencyIsRefused(String word) {
        InstantOptions how = new InstantOptions(word, null, null, null);
        assertThatThrownBy(() -> call(new CreateSnapshot(List.of("root"), null, List.of(), how)))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void pendingSnapshotShowsItsProgressButNeverAHundred() {
        Snapshot pending = describe(snapshots.add(1, SnapshotState.PENDING, 0));
        assertThat(pending.progress()).isEqualTo("99%");
        assertThat(requireNonNull(pending.transfer()).bytesRead()).isEqualTo(2048);
        assertThat(requireNonNull(pending.transfer()).etaSeconds()).isEqualTo(3);
        assertThat(requireNonNull(pending.transfer()).stageRates().getFirst().bytesPerSecond())
                .isEqualTo(2000);
    }

    @Test
    void completedSnapshotShowsWhatItTookWithoutCountingBeyondItsEnd() {
        Snapshot completed = describe(snapshots.add(1, SnapshotState.COMPLETED, 0));
        assertThat(completed.progress()).isEqualTo("100%");
        assertThat(requireNonNull(completed.transfer()).bytesRead()).isEqualTo((1 << 20) + 4096);
        assertThat(requireNonNull(completed.transfer()).bytesChanged()).isEqualTo(1 << 20);
        assertThat(requireNonNull(completed.transfer()).elapsedSeconds()).isEqualTo(2.0);
        assertThat(completed.fullSnapshotSizeInBytes()).isEqualTo(1 << 20);
    }

    @Test
    void failedSnapshotSaysWhy() {
        Snapshot failed = describe(snapshots.add(1, SnapshotState.ERROR, 0));
        assertThat(failed.state()).isEqualTo("error");
        assertThat(failed.stateMessage()).isEqualTo("the device vanished");
    }

    private Snapshot describe(String id) {
        return call(new DescribeSnapshots(List.of(id), List.of(), Page.FIRST))
                .snapshots()
                .getFirst();
    }

    @Test
    void snapshotsComeInTheOrderOfTheirStartByPages() {
        String late = snapshots.add(1, SnapshotState.COMPLETED, 9);
        String early = snapshots.add(2, SnapshotState.COMPLETED, 0);
        SnapshotList first = call(new DescribeSnapshots(List.of(), List.of(), new Page(1, null)));
        SnapshotList second = call(new DescribeSnapshots(List.of(), List.of(), new Page(1, first.nextToken())));
        assertThat(first.snapshots().getFirst().snapshotId()).isEqualTo(early);
        assertThat(second.snapshots().getFirst().snapshotId()).isEqualTo(late);
        assertThat(second.nextToken()).isNull();
    }

    @Test
    void unknownAndMalformedSnapshotsAreToldApart() {
        assertThatThrownBy(() -> describe("snap-00000000000000009")).isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> describe("snap-x")).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void deletionsOutcomeIsTold() {
        String id = "snap-00000000000000001";
        assertThat(call(new DeleteSnapshot(id))).isEqualTo(Deleted.GONE);
        assertThat(fastRestores.looks()).isPositive();
        snapshots.deletionsEndIn(Deletion.Outcome.NOT_FOUND);
        assertThatThrownBy(() -> call(new DeleteSnapshot(id))).isInstanceOf(Failure.NotFound.class);
        snapshots.deletionsEndIn(Deletion.Outcome.FAILED);
        assertThatThrownBy(() -> call(new DeleteSnapshot(id)))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("it is held");
    }

    @Test
    void sizesOfSeveralSayWhatDeletingThemTogetherFrees() {
        SnapshotSizeList sizes = call(new DescribeSnapshotSizes(
                List.of("snap-00000000000000001", "snap-00000000000000002", "snap-00000000000000001")));
        assertThat(sizes.snapshotSizes()).hasSize(2);
        assertThat(sizes.snapshotSizes().getFirst().sharedBytes()).isEqualTo(50);
        assertThat(sizes.freedOnDeleteBytes()).isEqualTo(70);
        assertThat(sizes.freedOnDeleteStoredBytes()).isEqualTo(40);
    }

    @Test
    void treeHasParentsAndWhatEachTakes() {
        snapshots.add(1, SnapshotState.COMPLETED, 0);
        snapshots.add(4, SnapshotState.PENDING, 90);
        SnapshotTree tree = call(new DescribeSnapshotTree(
                List.of(new Filter("status", List.of("completed", "pending"))), new Page(1, null)));
        SnapshotTreeEntry first = tree.snapshots().getFirst();
        assertThat(first.parentSnapshotId()).isNull();
        assertThat(requireNonNull(first.sizes()).uniqueBytes()).isEqualTo(30);
        assertThat(first.writtenBytes()).isEqualTo(1 << 20);
        SnapshotTreeEntry last = call(new DescribeSnapshotTree(List.of(), Page.FIRST))
                .snapshots()
                .getLast();
        assertThat(last.parentSnapshotId()).isNotNull();
        assertThat(last.writtenBytes()).isNull();
        assertThat(last.sizes()).isNull();
        assertThat(tree.nextToken()).isNotNull();
    }

    @Test
    void neighbouringChangesAreOneRangeAndPagesGoOn() {
        SnapshotDifference whole = diff(Page.FIRST);
        assertThat(whole.ranges()).containsExactly(new BlockRange(5, 3), new BlockRange(9, 1));
        assertThat(whole.changedBlocks()).isEqualTo(4);
        SnapshotDifference first = diff(new Page(2, null));
        assertThat(first.ranges()).containsExactly(new BlockRange(5, 2));
        assertThat(diff(new Page(2, first.nextToken())).ranges())
                .containsExactly(new BlockRange(7, 1), new BlockRange(9, 1));
        assertThatThrownBy(() -> diff(new Page(2, "x"))).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void whatWasLearntOfASnapshotIsShownInItsOrderAndDeleted() {
        String id = snapshots.add(1, SnapshotState.COMPLETED, 0);
        assertThat(call(new DescribeFirstTouch(id))).isEqualTo(new FirstTouchOrder(id, null, 0, 524_288, 0, List.of()));
        assertThatThrownBy(() -> call(new DeleteFirstTouch(id))).isInstanceOf(Failure.NotFound.class);
        // Blocks 4, 5, 0 and 1: differences 4, 1, -5, 1.
        catalog.create(CatalogKind.FIRST_TOUCH, new FirstTouchRecord(id, 7, "CAIJAg"));
        assertThat(call(new DescribeFirstTouch(id)))
                .isEqualTo(new FirstTouchOrder(
                        id, id, 7, 524_288, 4, List.of(new BlockRange(4, 2), new BlockRange(0, 2))));
        assertThat(call(new DeleteFirstTouch(id))).isEqualTo(new Done(true));
        assertThat(call(new DescribeFirstTouch(id)).learntFromSnapshotId()).isNull();
        assertThatThrownBy(() -> call(new DescribeFirstTouch("snap-00000000000000009")))
                .isInstanceOf(Failure.NotFound.class);
    }

    private List<Image> images(boolean disabled, Filter... filters) {
        return call(new DescribeImages(List.of(), List.of(), List.of(), List.of(filters), false, disabled, Page.FIRST))
                .images();
    }

    private static ModifyImageAttribute changed(Image image, @Nullable String operation, @Nullable String description) {
        return new ModifyImageAttribute(image.imageId(), operation, List.of(), List.of(), false, description);
    }

    @Test
    void imagesAreRegisteredListedByFiltersAndHiddenWhenTheyAreDisabled() {
        String id = snapshots.add(1, SnapshotState.COMPLETED, 0);
        catalog.create(CatalogKind.SNAPSHOT, snapshots.find(new SnapshotId(id)).orElseThrow());
        EbsBlockDevice volume = new EbsBlockDevice(null, id, null, null, null);
        Image image = call(new RegisterImage(
                "web 1",
                null,
                List.of(new BlockDeviceMapping("/dev/sda", volume, null), new BlockDeviceMapping("/dev/sdb", null, "")),
                new io.ebsnap.api.ImageMachine(null, null, null),
                List.of(new Tag("a", "b"))));
        assertThat(image.state()).isEqualTo("available");
        assertThat(image.architecture() + " " + image.bootMode() + " " + image.rootDeviceName())
                .isEqualTo("x86_64 legacy-bios /dev/sda");
        assertThat(image.blockDeviceMappings().getLast().noDevice()).isEmpty();
        assertThat(images(
                        false,
                        new Filter("block-device-mapping.snapshot-id", List.of(id)),
                        new Filter("block-device-mapping.encrypted", List.of("true")),
                        new Filter("state-reason-message", List.of("")),
                        new Filter("tag:a", List.of("b"))))
                .containsExactly(image);
        assertThat(images(false, new Filter("block-device-mapping.device-name", List.of("/dev/sdq"))))
                .isEmpty();
        assertThatThrownBy(() -> images(false, new Filter("colour", List.of("red"))))
                .isInstanceOf(Failure.Invalid.class);
        call(changed(image, null, "other words"));
        assertThat(images(false, new Filter("description", List.of("other *")))).hasSize(1);
        assertThatThrownBy(() -> call(changed(image, null, null))).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> call(changed(image, "add", "words"))).isInstanceOf(Failure.Invalid.class);
        call(new DisableImage(image.imageId()));
        assertThat(images(false)).isEmpty();
        assertThat(images(true)).hasSize(1);
        assertThat(call(new DeregisterImage(image.imageId(), false)).deleteSnapshotResults())
                .isEmpty();
        assertThat(images(true)).isEmpty();
    }

    @Test
    void snapshotOfAManagedVolumeIsOrderedByItsIdWhateverItWasNamedBy() {
        String id = serving.add(1, "db", null);
        String device = serving.attachments()
                .attach(AttachmentOrder.of(id, AttachmentVia.FUSE))
                .device();
        for (String name : List.of(id, "db", device)) {
            call(new CreateSnapshots(List.of("root", name), null, List.of(), InstantOptions.AUTOMATIC, null, null));
            assertThat(snapshots.orders().getLast().volumes()).containsExactly("root", id);
        }
    }

    private SnapshotDifference diff(Page page) {
        return call(new DiffSnapshots("snap-00000000000000001", "snap-00000000000000002", page));
    }

    @Test
    void longWorkIsStartedAsAskedFor() {
        StartedTask started = call(new RestoreSnapshot("snap-00000000000000001", "/dev/loop2", true, false));
        assertThat(started.taskId()).isEqualTo(FakeWork.TASK);
        call(new VerifyStore("3/30", false));
        call(new VerifyStore(null, false));
        assertThat(work.asked())
                .containsExactly(
                        new RestoreOrder(new SnapshotId("snap-00000000000000001"), "/dev/loop2", true, false),
                        new Sample(3, 30),
                        Sample.WHOLE);
        assertThatThrownBy(() -> call(new VerifyStore("31/30", false))).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> call(new VerifyStore("a/b", false))).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void filesAreOfTheFormatThatTheirNameEndsWithUnlessItIsSaid() {
        String snapshot = "snap-00000000000000001";
        call(new ExportSnapshot(snapshot, "/a/disk.QCOW2", null, true));
        call(new ExportSnapshot(snapshot, "/a/disk.qcow2", "raw", false));
        call(new ExportSnapshot(snapshot, "/a.vmdk/disk", null, false));
        assertThatThrownBy(() -> call(new ImportSnapshot("/a/disk.vhd", null, null, List.of(new Tag("a", "b")), "key")))
                .isInstanceOf(Failure.Conflict.class);
        SnapshotId id = new SnapshotId(snapshot);
        assertThat(work.asked())
                .containsExactly(
                        new ExportOrder(id, "/a/disk.QCOW2", FileFormat.QCOW2, true),
                        new ExportOrder(id, "/a/disk.qcow2", FileFormat.RAW, false),
                        new ExportOrder(id, "/a.vmdk/disk", FileFormat.RAW, false),
                        new ImportOrder(
                                "/a/disk.vhd",
                                FileFormat.VHD,
                                null,
                                List.of(new io.ebsnap.catalog.Tag("a", "b")),
                                "key"));
        assertThatThrownBy(() -> call(new ExportSnapshot(snapshot, "/a/disk.vdi", null, false)))
                .isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> call(new ExportSnapshot(snapshot, "/a/disk", "vhdx", false)))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void storeStatisticsAreShown() {
        StoreStatistics statistics = work.statistics();
        assertThat(call(new GetStoreStatistics()).pagePackBytes()).isEqualTo(statistics.pagePackBytes());
        assertThat(call(new GetStoreStatistics()).freeBytes()).isEqualTo(statistics.freeBytes());
        assertThat(call(new GetStoreStatistics()).chunks())
                .isEqualTo(new ChunkSizes(100, 40, 42, 18, 16L, 3.0, 2.5, 0));
        assertThat(call(new GetStoreStatistics()).uncountedPackBytes()).isEqualTo(42);
    }

    @Test
    void keysAndZonesAreMeasuredEachByItself() {
        List<KeySize> keys = call(new DescribeKeySizes()).keySizes();
        assertThat(keys).hasSize(2);
        assertThat(keys.getFirst().kmsKeyId()).startsWith("arn:").endsWith("/key-a");
        assertThat(keys.getFirst().packBytes()).isEqualTo(81);
        assertThat(requireNonNull(keys.getFirst().chunks()).deadBytes()).isEqualTo(18);
        assertThat(keys.getLast().snapshots()).isEqualTo(3);
        assertThat(keys.getLast().chunks()).isNull();
        assertThat(call(new GetScrubStatus()).verifiedPercent())
                .as("rounded down")
                .isEqualTo(66.6);
        assertThat(call(new DescribeZoneSizes()).zoneSizes())
                .containsExactly(new ZoneSize("a", "available", 3L, 4096L, 7L));
    }

    @Test
    void runningTaskShowsItsProgressAndCanBeCancelled() {
        Task task = task();
        assertThat(task.progress().etaSeconds()).isEqualTo(2);
        assertThat(task.result()).isNull();
        assertThat(call(new CancelTask(FakeWork.TASK))).isEqualTo(new Done(true));
        assertThatThrownBy(() -> call(new CancelTask("task-9"))).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void failedTaskTellsTheKindOfItsFailure() {
        work.fails(new Failure.Exhausted("no space", null));
        assertThat(requireNonNull(task().error()).kind()).isEqualTo(ErrorKind.EXHAUSTED);
        assertThat(requireNonNull(task().error()).message()).isEqualTo("no space");
    }

    @Test
    void findingsAreShownInFullForOneTaskAndCountedInAList() {
        AffectedSnapshot affected =
                new AffectedSnapshot("snap-1", "vol-1", List.of(new AffectedSnapshot.BlockRange(3, 2)), 2);
        Finding finding =
                new Finding(Severity.DAMAGE, FindingKind.CHUNK_DAMAGED, "pack 1", "wrong tag", List.of(affected));
        work.completes(new VerifyResult(1, 2, 3, 4, List.of(finding), 1, 5));
        assertThat(requireNonNull(task().result()).damageFound()).isTrue();
        assertThat(requireNonNull(task().result())
                        .findings()
                        .getFirst()
                        .affected()
                        .getFirst()
                        .blocks())
                .containsExactly(new BlockRange(3, 2));
        TaskList list = call(new DescribeTasks(List.of()));
        assertThat(requireNonNull(list.tasks().getFirst().result()).findings()).isEmpty();
        assertThat(requireNonNull(list.tasks().getFirst().result()).findingsTotal())
                .isEqualTo(1);
    }

    @Test
    void aNoticeIsNoDamage() {
        Finding finding = new Finding(Severity.NOTICE, FindingKind.HEALED, "chunk", "stored again", List.of());
        work.completes(new VerifyResult(1, 2, 3, 4, List.of(finding), 1, 5));
        assertThat(requireNonNull(task().result()).damageFound()).isFalse();
    }

    @Test
    void restoreThatLeftBlocksOutIsDamage() {
        work.completes(new RestoreResult(
                "snap-1", "/dev/x", 1, 2, 3, 4, 5, 2, List.of(new io.ebsnap.restore.DamagedRange(3, 2, "wrong tag"))));
        assertThat(requireNonNull(task().result()).damageFound()).isTrue();
        assertThat(requireNonNull(task().result()).damagedRanges())
                .containsExactly(new DamagedRange(3, 2, "wrong tag"));
    }

    private Task task() {
        return call(new DescribeTasks(List.of(FakeWork.TASK))).tasks().getFirst();
    }

    @Test
    void exportedKeysComeInAgainUnderTheirPassphraseOnly() {
        RecoveryFile recovery = call(new ExportKeys(passphrase("long enough words")));
        KeyList keys = call(new ListKeys());
        assertThat(keys.keys()).hasSize(2).allMatch(Key::exported);
        assertThat(call(new ImportKeys(recovery.recoveryFile(), passphrase("long enough words"))))
                .isEqualTo(keys);
        assertThatThrownBy(() -> call(new ImportKeys(recovery.recoveryFile(), passphrase("other words here"))))
                .isInstanceOf(Failure.Denied.class);
        assertThatThrownBy(() -> call(new ImportKeys("%%%", passphrase("other words here"))))
                .isInstanceOf(Failure.Invalid.class);
    }

    private static Secret passphrase(String words) {
        return Secret.owning(words.toCharArray());
    }

    @Test
    void remotesAreAddedListedCheckedAndRemoved() {
        String print = "AB".repeat(32);
        Remote added = call(new AddRemote("vault", null, print, true, false, null));
        assertThat(added).isEqualTo(new Remote("vault", null, "ab".repeat(32), true, false, null));
        assertThat(call(new DescribeRemotes()).remotes()).containsExactly(added);
        assertThat(call(new DescribeRemoteIdentity()).fingerprint()).isEqualTo("ab".repeat(32));
        assertThat(call(new DescribeRemoteStatus("vault")).clockAheadMillis()).isEqualTo(-2000);
        assertThat(call(new DescribeRemoteSnapshots("vault")).snapshots()).hasSize(1);
        assertThat(call(new RemoveRemote("vault")).done()).isTrue();
        assertThatThrownBy(() -> call(new RemoveRemote("vault"))).isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> call(new AddRemote("vault", null, "abc", true, false, null)))
                .isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> call(new AddRemote("vault", null, print, true, false, "1")))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void pullsAndPushesArePassedOn() {
        RemoteSource source = new RemoteSource("vault", "snap-0123456789abcdef1", "alias/mine", 50L, 2);
        SnapshotPullPlan plan = call(new DescribeSnapshotPull(source));
        assertThat(plan.bytesToMove()).isEqualTo(1000);
        assertThat(plan.secondsEstimated()).isEqualTo(10);
        assertThat(Objects.requireNonNull(remotes.pulled).pace())
                .isEqualTo(new Pace(50, Optional.of(Duration.ofMinutes(2))));
        assertThat(call(new DescribeSnapshotPush(source)).bytesPerSecond()).isNull();
        assertThat(call(new PushSnapshot(source, "words", List.of(new Tag("a", "b")), true))
                        .taskId())
                .isNotEmpty();
        assertThat(Objects.requireNonNull(remotes.pushed).key()).isEqualTo("alias/mine");
        assertThatThrownBy(() -> call(
                        new DescribeSnapshotPull(new RemoteSource("vault", "snap-0123456789abcdef1", null, 0L, null))))
                .isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> call(
                        new DescribeSnapshotPull(new RemoteSource("vault", "snap-0123456789abcdef1", null, null, 0))))
                .isInstanceOf(Failure.Invalid.class);
    }
}
