package io.ebsnap.control;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.api.AttachVia;
import io.ebsnap.api.Attachment;
import io.ebsnap.api.BootSet;
import io.ebsnap.api.Deleted;
import io.ebsnap.api.Filter;
import io.ebsnap.api.InitializationStatus;
import io.ebsnap.api.Page;
import io.ebsnap.api.ServedVolume;
import io.ebsnap.api.Tag;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeList;
import io.ebsnap.api.VolumeModification;
import io.ebsnap.api.VolumeMove;
import io.ebsnap.api.VolumePerformance;
import io.ebsnap.api.VolumeRequest;
import io.ebsnap.api.VolumeRequest.AttachVolume;
import io.ebsnap.api.VolumeRequest.CancelVolumeMove;
import io.ebsnap.api.VolumeRequest.CopyVolumes;
import io.ebsnap.api.VolumeRequest.CreateVolume;
import io.ebsnap.api.VolumeRequest.DeleteVolume;
import io.ebsnap.api.VolumeRequest.DeregisterVolume;
import io.ebsnap.api.VolumeRequest.DescribeVolumes;
import io.ebsnap.api.VolumeRequest.DetachVolume;
import io.ebsnap.api.VolumeRequest.ModifyVolume;
import io.ebsnap.api.VolumeRequest.ModifyVolumeHydration;
import io.ebsnap.api.VolumeRequest.MoveVolume;
import io.ebsnap.api.VolumeRequest.RollBackVolume;
import io.ebsnap.catalog.ClientToken;
import io.ebsnap.catalog.ManagedVolumeState;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.volume.AttachmentOrder;
import io.ebsnap.volume.BootSetProgress;
import io.ebsnap.volume.HydrationProgress;
import io.ebsnap.volume.HydrationSettings;
import io.ebsnap.volume.ManagedVolumeOrder;
import io.ebsnap.volume.ManagedVolumeOrder.Encryption;
import io.ebsnap.volume.VolumeCopyOrder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The actions about volumes that the daemon serves, and the lists in which they stand beside the others. */
class ManagedVolumeActionsTest {

    private static final String SNAPSHOT = "snap-00000000000000001";
    private static final long MIB = 1L << 20;

    private final FakeVolumes registered = new FakeVolumes();
    private final FakeServing serving = new FakeServing();
    private final VolumeActions actions = new VolumeActions(
            registered, serving.services(), new VolumeFinder(registered, serving.services()), key -> "arn:" + key);

    private <A extends Record> A call(VolumeRequest<A> request) {
        return request.answerType().cast(actions.handle(request));
    }

    @Test
    void volumeIsOrderedAsAskedFor() {
        Volume made = call(new CreateVolume(
                SNAPSHOT,
                5 * FakeServing.GIB,
                "fast",
                List.of(new Tag("a", "b")),
                "data",
                "/dev/sdb",
                true,
                100L,
                null,
                null));
        assertThat(serving.asked())
                .containsExactly(new ManagedVolumeOrder(
                        Optional.of(new SnapshotId(SNAPSHOT)),
                        5 * FakeServing.GIB,
                        "data",
                        List.of(new io.ebsnap.catalog.Tag("a", "b")),
                        "fast",
                        Optional.of(new ManagedVolumeOrder.NamedTarget("/dev/sdb", true)),
                        new HydrationSettings(100 * MIB, false)));
        assertThat(made.kind()).isEqualTo("managed");
        assertThat(served(made).volumeInitializationRate()).isEqualTo(100);
        assertThat(served(made).snapshotId()).isEqualTo(SNAPSHOT);
    }

    @Test
    void whatIsNotSaidIsLeftToTheEngine() {
        Volume made = call(create(null, null, null));
        assertThat(serving.asked())
                .containsExactly(new ManagedVolumeOrder(
                        Optional.empty(), 0, "", List.of(), "", Optional.empty(), HydrationSettings.UNLIMITED));
        assertThat(made.name()).isNull();
        assertThat(served(made).snapshotId()).isNull();
        assertThat(served(made).volumeInitializationRate()).isNull();
        assertThat(served(made).initializationStatusDetails()).isNull();
        assertThat(served(made).hydration().percent()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, VolumeGeometry.SIZE_BYTES_MAX + 1, Long.MAX_VALUE, Long.MIN_VALUE})
    void sizeThatNoVolumeHasIsRefused(long size) {
        String volume = serving.add(1, "data", null);
        assertThatThrownBy(() -> call(create(size, null, null))).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> call(new ModifyVolume(volume, size))).isInstanceOf(Failure.Invalid.class);
        assertThat(serving.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, (1 << 20) + 1, Long.MAX_VALUE, Long.MIN_VALUE})
    void rateBeyondItsLimitsIsRefused(long rate) {
        String volume = serving.add(1, "data", FakeServing.origin(0, false));
        assertThatThrownBy(() -> call(create(null, null, rate))).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> call(new ModifyVolumeHydration(volume, rate, null)))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void targetMustBeAbsoluteAndForceNeedsOne() {
        assertThatThrownBy(() -> call(create(null, "disk.img", null))).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> call(new CreateVolume(null, 1L, null, List.of(), null, null, true, null, null, null)))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void encryptionIsOrderedAsAskedForAndAKeyIsAReasonForIt() {
        Stream.of(encrypted(true, null), encrypted(false, null), encrypted(null, "alias/k"), encrypted(true, "k"))
                .forEach(this::call);
        assertThat(serving.asked())
                .extracting(order -> ((ManagedVolumeOrder) order).encryption())
                .containsExactly(
                        new Encryption(Optional.of(true), Optional.empty()),
                        new Encryption(Optional.of(false), Optional.empty()),
                        new Encryption(Optional.of(true), Optional.of("alias/k")),
                        new Encryption(Optional.of(true), Optional.of("k")));
        assertThatThrownBy(() -> call(encrypted(false, "alias/k"))).isInstanceOf(Failure.Invalid.class);
    }

    private static CreateVolume encrypted(@Nullable Boolean wanted, @Nullable String key) {
        return new CreateVolume(null, 512L, null, List.of(), null, null, false, null, wanted, key);
    }

    private static CreateVolume create(@Nullable Long size, @Nullable String target, @Nullable Long rate) {
        return new CreateVolume(null, size, null, List.of(), null, target, false, rate, null, null);
    }

    @Test
    void bothKindsStandInOneListInTheOrderOfTheirIds() {
        registered.add(2, "root");
        serving.add(1, "data", null);
        registered.add(1, "");
        assertThat(describe()).extracting(Volume::kind).containsExactly("registered", "registered", "managed");
        assertThat(describe("data", "root", "data")).extracting(Volume::name).containsExactly("root", "data");
        assertThatThrownBy(() -> describe("other")).isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void pagesGoOnFromOneKindToTheOther() {
        registered.add(1, "root");
        serving.add(1, "data", null);
        VolumeList first = call(new DescribeVolumes(List.of(), List.of(), new Page(1, null)));
        VolumeList second = call(new DescribeVolumes(List.of(), List.of(), new Page(1, first.nextToken())));
        assertThat(first.volumes().getFirst().name()).isEqualTo("root");
        assertThat(second.volumes().getFirst().name()).isEqualTo("data");
        assertThat(second.nextToken()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "kind,managed",
        "hydration,completed",
        "snapshot-id," + SNAPSHOT,
        "availability-zone,default",
        "target,/zone/*",
        "device,/dev/loop1",
        "status,in-use"
    })
    void managedVolumesAreFilteredByWhatOnlyTheyHave(String name, String value) {
        registered.add(2, "root");
        serving.attachments().attach(AttachmentOrder.of(serving.add(1, "data", FakeServing.origin(0, false)), via()));
        assertThat(call(new DescribeVolumes(List.of(), List.of(new Filter(name, List.of(value))), Page.FIRST))
                        .volumes())
                .extracting(Volume::name)
                .containsExactly("data");
    }

    private static io.ebsnap.volume.AttachmentVia via() {
        return io.ebsnap.volume.AttachmentVia.FUSE;
    }

    private List<Volume> describe(String... volumes) {
        return call(new DescribeVolumes(List.of(volumes), List.of(), Page.FIRST))
                .volumes();
    }

    @ParameterizedTest
    @CsvSource({"CREATING,creating", "AVAILABLE,available", "DELETING,deleting"})
    void stateIsEc2sWord(ManagedVolumeState state, String word) {
        serving.put(1, "data", state, null);
        assertThat(describe("data").getFirst().state()).isEqualTo(word);
    }

    @Test
    void attachedVolumeIsInUseAndFoundByItsDevice() {
        String id = serving.add(1, "data", null);
        Attachment attachment = call(new AttachVolume("data", AttachVia.NBD, true, null));
        assertThat(attachment)
                .isEqualTo(new Attachment(
                        id, "/dev/loop1", "attached", FakeVolumes.TIME, "nbd", true, true, null, null, null));
        Volume volume = describe("/dev/loop1").getFirst();
        assertThat(volume.state()).isEqualTo("in-use");
        assertThat(volume.attachments()).containsExactly(attachment);
        assertThat(served(volume).users()).containsExactly("attached as /dev/loop1");
    }

    private List<String> found(Filter... filters) {
        return call(new DescribeVolumes(List.of(), List.of(filters), Page.FIRST)).volumes().stream()
                .map(Volume::volumeId)
                .toList();
    }

    @Test
    void volumesAreFoundByWhatTheyAreAttachedAs() {
        String id = serving.add(1, "data", null);
        serving.add(2, "other", null);
        call(new AttachVolume("data", null, false, null));
        assertThat(found(
                        new Filter("attachment.status", List.of("attached")),
                        new Filter("attachment.device", List.of("/dev/loop?")),
                        new Filter("attachment.attach-time", List.of(FakeVolumes.TIME.toString())),
                        new Filter("name", List.of("data"))))
                .containsExactly(id);
        assertThat(found(new Filter("attachment.device", List.of("/dev/sda")))).isEmpty();
    }

    @Test
    void aNamedDeviceIsFoundByItsNameAndItsLink() {
        String id = serving.add(1, "data", null);
        Attachment attachment = call(new AttachVolume("data", null, false, "/dev/sdf"));
        assertThat(attachment.deviceName()).isEqualTo("/dev/sdf");
        assertThat(attachment.deviceLink()).isEqualTo("/dev/ebsnap/sdf");
        assertThat(found(new Filter("attachment.device", List.of("/dev/sdf")))).containsExactly(id);
        assertThat(found(new Filter("attachment.device", List.of("/dev/loop1"))))
                .isEmpty();
        assertThat(describe("/dev/ebsnap/sdf").getFirst().volumeId()).isEqualTo(id);
        assertThatThrownBy(() -> call(new AttachVolume("data", null, false, "/dev/loop1")))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessage("'/dev/loop1' is not a valid EBS device name");
    }

    @ParameterizedTest
    @CsvSource({",auto", "AUTO,auto", "NBD,nbd", "FUSE,fuse"})
    void wayOfAttachingIsHandedOn(@Nullable AttachVia via, String method) {
        serving.add(1, "data", null);
        assertThat(call(new AttachVolume("data", via, false, null)).method()).isEqualTo(method);
    }

    @Test
    void detachingSaysWhatItWasAndForceIsHandedOn() {
        serving.add(1, "data", null);
        call(new AttachVolume("data", null, true, null));
        assertThatThrownBy(() -> call(new DetachVolume("/dev/loop1", false))).isInstanceOf(Failure.Conflict.class);
        assertThat(call(new DetachVolume("/dev/loop1", true)).state()).isEqualTo("detached");
        assertThat(describe("data").getFirst().attachments()).isEmpty();
    }

    @Test
    void volumeInUseIsNotDeletedAndTheCodeIsEc2s() {
        serving.add(1, "data", null);
        call(new AttachVolume("data", null, false, null));
        DeleteVolume delete = new DeleteVolume("data");
        assertThatThrownBy(() -> call(delete))
                .isInstanceOfSatisfying(
                        Failure.Conflict.class,
                        e -> assertThat(new ErrorAnswers(new Random(1))
                                        .of(e, delete)
                                        .code())
                                .isEqualTo("VolumeInUse"));
        call(new DetachVolume("data", false));
        assertThat(call(delete)).isEqualTo(Deleted.GONE);
        assertThat(describe()).isEmpty();
    }

    @Test
    void resizedVolumeTellsBothSizes() {
        String id = serving.add(1, "data", null);
        assertThat(call(new ModifyVolume("data", 4 * FakeServing.GIB)).volumeModification())
                .isEqualTo(new VolumeModification(
                        id, "completed", 3, 4, 100, 2 * FakeServing.GIB + 1, 4 * FakeServing.GIB, null, null));
    }

    @Test
    void hydrationKeepsWhatIsNotToChange() {
        serving.add(1, "data", FakeServing.origin(7 * MIB, false));
        call(new ModifyVolumeHydration("data", null, true));
        call(new ModifyVolumeHydration("data", 0L, null));
        call(new ModifyVolumeHydration("data", 3L, false));
        assertThat(serving.asked())
                .containsExactly(
                        new HydrationSettings(7 * MIB, true),
                        new HydrationSettings(0, true),
                        new HydrationSettings(3 * MIB, false));
    }

    @Test
    void rollbackNamesBothSnapshots() {
        serving.add(1, "data", null);
        String to = "snap-00000000000000001";
        String safety = "snap-00000000000000002";
        assertThat(call(new RollBackVolume("data", to, safety)).name()).isEqualTo("data");
        assertThat(serving.asked()).containsExactly(List.of(new SnapshotId(to), new SnapshotId(safety)));
        assertThatThrownBy(() -> call(new RollBackVolume("data", "x", safety))).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void moveIsToldWhileItIsUnderWay() {
        serving.add(1, "data", null);
        assertThat(served(call(new MoveVolume("data", "b"))).move())
                .isEqualTo(new VolumeMove("modifying", "b", FakeVolumes.TIME, 2 * FakeServing.GIB + 1, MIB, null));
        assertThat(serving.asked()).containsExactly("b");
        assertThat(served(call(new CancelVolumeMove("data"))).move()).isNull();
    }

    @Test
    void copyIsCreatingAndNamesItsSource() {
        String source = serving.add(1, "data", null);
        Volume copy = call(new CopyVolumes("data", 3 * FakeServing.GIB, List.of(), "copy"));
        assertThat(copy.state()).isEqualTo("creating");
        assertThat(Objects.requireNonNull(copy.served()).sourceVolumeId()).isEqualTo(source);
        assertThat(serving.asked())
                .containsExactly(new VolumeCopyOrder(
                        source,
                        3 * FakeServing.GIB,
                        "copy",
                        List.of(),
                        null,
                        Optional.empty(),
                        io.ebsnap.catalog.VolumePerformance.DEFAULT,
                        null));
    }

    private static VolumePerformance performance(
            @Nullable String type, @Nullable Integer iops, @Nullable Integer throughput) {
        return new VolumePerformance(type, iops, throughput);
    }

    private static CreateVolume performing(VolumePerformance asked) {
        return new CreateVolume(null, 512L, null, List.of(), "new", null, false, null, null, null, asked, null);
    }

    private static CreateVolume once(long size, String token) {
        return new CreateVolume(null, size, null, List.of(), "new", null, false, null, null, null, null, token);
    }

    @Test
    void orderHasTheClientTokenOfItsRequest() {
        List.of(once(512, "t"), once(512, "t"), once(1024, "t"), once(512, "u")).forEach(this::call);
        serving.add(1, "data", null);
        call(new CopyVolumes("data", null, List.of(), null, null, "t"));
        List<ClientToken> tokens = serving.asked().stream()
                .map(order -> order instanceof ManagedVolumeOrder made
                        ? made.clientToken()
                        : ((VolumeCopyOrder) order).clientToken())
                .map(Objects::requireNonNull)
                .toList();
        assertThat(tokens.get(1)).isEqualTo(tokens.getFirst());
        assertThat(tokens.get(2).digest()).isEqualTo(tokens.getFirst().digest());
        assertThat(tokens.get(2)).isNotEqualTo(tokens.getFirst());
        assertThat(tokens.get(3).digest()).isNotEqualTo(tokens.getFirst().digest());
        assertThat(tokens.get(4).digest())
                .as("that of another action")
                .isNotEqualTo(tokens.getFirst().digest());
    }

    @Test
    void performanceIsKeptAndToldWhereItIsNotTheDefault() {
        assertThat(served(call(performing(performance("gp3", null, null)))).performance())
                .isEqualTo(performance("gp3", 3000, 125));
        assertThat(served(call(performing(performance("gp2", null, null)))).performance())
                .isNull();
        serving.add(1, "data", null);
        assertThat(served(call(new CopyVolumes("data", null, List.of(), "copy", performance("io2", 100, null), null)))
                        .performance())
                .isEqualTo(performance("io2", 100, null));
        assertThat(served(describe("data").getFirst()).performance()).isNull();
    }

    @Test
    void performanceIsChangedWithTheSizeOrAlone() {
        String id = serving.add(1, "data", null);
        assertThat(call(new ModifyVolume("data", 4 * FakeServing.GIB, performance("gp3", 4000, null)))
                        .volumeModification())
                .isEqualTo(new VolumeModification(
                        id,
                        "completed",
                        3,
                        4,
                        100,
                        2 * FakeServing.GIB + 1,
                        4 * FakeServing.GIB,
                        null,
                        performance("gp3", 4000, 125)));
        VolumeModification alone = call(new ModifyVolume("data", null, performance(null, null, 250)))
                .volumeModification();
        assertThat(alone.originalPerformance()).isEqualTo(performance("gp3", 4000, 125));
        assertThat(alone.targetPerformance()).isEqualTo(performance("gp3", 4000, 250));
        assertThat(alone.targetSizeInBytes()).isEqualTo(4 * FakeServing.GIB);
        assertThatThrownBy(() -> call(new ModifyVolume("data", null, null))).isInstanceOf(Failure.Invalid.class);
    }

    @ParameterizedTest
    @CsvSource({
        "gp4, , UnknownVolumeType",
        ", 3000, InvalidParameterCombination",
        "io1, , MissingParameter",
        "gp3, 1, InvalidParameterValue"
    })
    void performanceThatNoVolumeHasIsRefusedWithEc2sCodes(@Nullable String type, @Nullable Integer iops, String code) {
        CreateVolume create = performing(performance(type, iops, null));
        assertThatThrownBy(() -> call(create))
                .isInstanceOfSatisfying(
                        Failure.Invalid.class,
                        e -> assertThat(new ErrorAnswers(new Random(1))
                                        .of(e, create)
                                        .code())
                                .isEqualTo(code));
        assertThat(serving.asked()).isEmpty();
    }

    @Test
    void volumesAreFoundByTheirPerformance() {
        String plain = serving.add(1, "data", null);
        String fast = call(performing(performance("io2", 5000, null))).volumeId();
        assertThat(found(new Filter("volume-type", List.of("io?")))).containsExactly(fast);
        assertThat(found(new Filter("volume-type", List.of("gp2")))).containsExactly(plain);
        assertThat(found(new Filter("iops", List.of("5000")))).containsExactly(fast);
        assertThat(found(new Filter("iops", List.of("100")))).containsExactly(plain);
        call(new ModifyVolume("data", 100 * FakeServing.GIB));
        assertThat(found(new Filter("iops", List.of("300")))).containsExactly(plain);
        call(new ModifyVolume("data", 10_000 * FakeServing.GIB));
        assertThat(found(new Filter("iops", List.of("16000")))).containsExactly(plain);
    }

    @Test
    void emptyVolumeHasNothingToBeFilledWith() {
        serving.add(1, "data", null);
        assertThatThrownBy(() -> call(new ModifyVolumeHydration("data", null, true)))
                .isInstanceOf(Failure.Conflict.class);
    }

    @Test
    void progressIsToldInEc2sWordsAndInOurs() {
        serving.add(1, "data", FakeServing.origin(MIB + 1, false));
        serving.progress(new HydrationProgress(
                HydrationProgress.Phase.WAITING,
                1000,
                999,
                12.9,
                Optional.of(Duration.ofSeconds(9)),
                "the store is away",
                Optional.of(new BootSetProgress(100, 7, Optional.empty()))));
        ServedVolume volume = served(describe("data").getFirst());
        assertThat(volume.initializationStatusDetails())
                .isEqualTo(new InitializationStatus("provisioned-rate", 99, 9L));
        assertThat(volume.volumeInitializationRate()).isEqualTo(2);
        assertThat(volume.hydration().phase()).isEqualTo("waiting");
        assertThat(volume.hydration().rateBytesPerSecond()).isEqualTo(12);
        assertThat(volume.hydration().rateBytesPerSecondMax()).isEqualTo(MIB + 1);
        assertThat(volume.hydration().message()).isEqualTo("the store is away");
        assertThat(volume.hydration().bootSet()).isEqualTo(new BootSet(100, 7, null));
        assertThat(volume.hydration().isBootSetCompleted()).isFalse();
    }

    @Test
    void registeredVolumesAreNotServedAndSayWhatToDo() {
        registered.add(1, "root");
        for (VolumeRequest<?> request : List.of(
                new AttachVolume("root", null, false, null),
                new DetachVolume("/dev/loop1", false),
                new DeleteVolume("root"),
                new ModifyVolume("root", FakeServing.GIB),
                new ModifyVolumeHydration("root", null, true))) {
            assertThatThrownBy(() -> call(request))
                    .as(request.action())
                    .isInstanceOfSatisfying(
                            Failure.Invalid.class,
                            e -> assertThat(e.hint().orElse("")).contains("forget"));
        }
        assertThat(describe("root")).hasSize(1);
    }

    @Test
    void managedVolumeIsNotForgotten() {
        serving.add(1, "data", null);
        assertThatThrownBy(() -> call(new DeregisterVolume("data")))
                .isInstanceOfSatisfying(
                        Failure.Invalid.class,
                        e -> assertThat(e.hint().orElse("")).contains("ebsnap volume delete"));
    }

    @Test
    void missingVolumeIsNotFoundWhateverIsAskedOfIt() {
        assertThatThrownBy(() -> call(new AttachVolume("other", null, false, null)))
                .isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> call(new DeregisterVolume("other"))).isInstanceOf(Failure.NotFound.class);
    }

    private static ServedVolume served(Volume volume) {
        return requireNonNull(volume.served());
    }
}
