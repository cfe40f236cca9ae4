package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.bin.Retention;
import io.ebsnap.catalog.BlockPublicAccess;
import io.ebsnap.catalog.ImageDevice;
import io.ebsnap.catalog.ImageLaunchRecord;
import io.ebsnap.catalog.ImageLaunchState;
import io.ebsnap.catalog.ImageMachine;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ImageState;
import io.ebsnap.catalog.ImageTerms;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.VolumeRestoreMode;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.ImageId;
import io.ebsnap.identity.LaunchId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.image.ImageCaller;
import io.ebsnap.image.ImageCopyOrder;
import io.ebsnap.image.ImageCreation;
import io.ebsnap.image.ImageLabel;
import io.ebsnap.image.ImageLaunchOrder;
import io.ebsnap.image.ImageParts;
import io.ebsnap.image.ImageRecords;
import io.ebsnap.image.ImageRegistration;
import io.ebsnap.image.ImageUses;
import io.ebsnap.image.Images;
import io.ebsnap.image.SnapshotOutcome;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.jnr.JnrLinux;
import io.ebsnap.restore.hydration.FirstTouches;
import io.ebsnap.restore.hydration.HydrationEngine;
import io.ebsnap.restore.hydration.HydrationParts;
import io.ebsnap.snapshot.Deletion;
import io.ebsnap.snapshot.SharingOrder;
import io.ebsnap.snapshot.SharingService;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.task.Surroundings;
import io.ebsnap.volume.AttachmentOrder;
import io.ebsnap.volume.AttachmentVia;
import io.ebsnap.volume.BlockBuffers;
import io.ebsnap.volume.BootScope;
import io.ebsnap.volume.CatalogManagedVolumes;
import io.ebsnap.volume.CopyRoom;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.EpochTracker;
import io.ebsnap.volume.HydrationSettings;
import io.ebsnap.volume.ManagedVolume;
import io.ebsnap.volume.ManagedVolumeOrder.Encryption;
import io.ebsnap.volume.ReadyContent;
import io.ebsnap.volume.VolumeAttachment;
import io.ebsnap.volume.VolumeAttachments;
import io.ebsnap.volume.VolumeParts;
import io.ebsnap.volume.VolumeSpeed;
import io.ebsnap.volume.VolumeZones;
import io.ebsnap.volume.Zone;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images over the whole engine, with volumes in real files: what they hold, who may do what, and what a death leaves. */
final class ImagesIT {

    private static final int BLOCK = 524_288;
    private static final String OWNER = "000000000000";
    private static final String OTHER = "111122223333";

    private final Linux linux = JnrLinux.load();
    private final EngineFixture engine = new EngineFixture(97);
    private final Attachments attachments = new Attachments();
    private final List<String> lent = new ArrayList<>();
    private BlockPublicAccess blocked = BlockPublicAccess.UNBLOCKED;

    private static final VolumeSpeed SPEED = new VolumeSpeed(false, "");

    @TempDir(cleanup = org.junit.jupiter.api.io.CleanupMode.NEVER) // daemons that died may still write there
    Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init") // by start(), before each test
    private CatalogManagedVolumes volumes;

    @SuppressWarnings("NullAway.Init") // by start(), before each test
    private ImageRecords records;

    @SuppressWarnings("NullAway.Init") // by start(), before each test
    private Images images;

    @BeforeEach
    void first() {
        engine.changeTrackers = List.of(new EpochTracker());
        add("/dev/a", 1);
        add("/dev/b", 2);
        start();
    }

    private void add(String path, int content) {
        byte[] bytes = new byte[BLOCK];
        Arrays.fill(bytes, (byte) content);
        engine.machine.add(path, 4 * BLOCK).put(1, bytes);
    }

    /** A daemon starts, over what an earlier one has left. */
    private void start() {
        engine.crashPoints.set(CrashPoints.NONE);
        engine.objections = List.of(snapshot -> new ImageUses(engine.catalog).to(snapshot));
        engine.begin();
        volumes = new CatalogManagedVolumes(
                new VolumeParts(
                        engine.catalog,
                        engine.machine,
                        linux,
                        engine.chunks.reader(),
                        engine.pages,
                        engine.mapsInUse,
                        engine.keyring,
                        (snapshotId, zone, target, wanted) ->
                                ReadyContent.Placed.plain(new VolumeRestoreMode(false, "lazy: not enabled")),
                        engine.encryption(false),
                        new BootScope(directory.resolve("unflushed"), "11111111-1111-1111-1111-111111111111"),
                        new BlockBuffers(4),
                        CopyRoom.of(1 << 20),
                        engine.recheck,
                        Retention.NONE,
                        engine.clock,
                        engine.random,
                        CrashPoints.NONE),
                VolumeZones.only(new Zone("a", directory.resolve("volumes"))),
                new HydrationEngine(new HydrationParts(
                        System::nanoTime,
                        HydrationParts.Pause.PARKING,
                        1,
                        () -> {},
                        1,
                        new FirstTouches(engine.catalog))));
        engine.managed.are(volumes);
        volumes.start();
        engine.snapshots.start();
        records = new ImageRecords(
                engine.catalog,
                new Surroundings(
                        engine.clock,
                        System::nanoTime,
                        engine.random,
                        name -> engine.crashPoints.get().reached(name)));
        images = of(new ImageCaller(OWNER, true));
        images.recover();
    }

    private Images of(ImageCaller caller) {
        return new Images(
                records,
                new ImageUses(engine.catalog),
                caller,
                new ImageParts(engine.snapshots, new Sharing(), volumes, volumes::create, attachments));
    }

    @AfterEach
    void stop() {
        engine.close();
        volumes.close();
    }

    private static ImageLabel label(String name) {
        return new ImageLabel(name, "words", List.of(new Tag("k", "v")));
    }

    private static ImageMachine machine(String root) {
        return new ImageMachine("x86_64", "uefi", root);
    }

    private ImageRecord create(String name) {
        return images.create(new ImageCreation(
                label(name),
                machine(""),
                List.of(new ImageCreation.Device("/dev/sda", true), new ImageCreation.Device("/dev/sdb", false)),
                new SnapshotOrder(List.of("/dev/a", "/dev/b"), "", List.of(), Optional.empty(), null, null, null)));
    }

    private static ImageId id(ImageRecord image) {
        return new ImageId(image.imageId());
    }

    private ImageRecord now(ImageRecord image) {
        return images.find(id(image)).orElseThrow();
    }

    private ImageRecord available(String name) {
        ImageRecord image = create(name);
        image.snapshotIds()
                .forEach(snapshot -> engine.await(
                        engine.snapshots.find(new SnapshotId(snapshot)).orElseThrow()));
        assertThat(now(image).state()).isEqualTo(ImageState.AVAILABLE);
        return now(image);
    }

    private static ImageLaunchOrder launch(ImageRecord image, String name, List<ImageDevice> overrides) {
        return new ImageLaunchOrder(
                id(image),
                name,
                List.of(new Tag("env", "test")),
                overrides,
                new ImageLaunchOrder.Making("", HydrationSettings.UNLIMITED, Encryption.UNSAID),
                Optional.empty());
    }

    private static ImageLaunchOrder attached(ImageRecord image) {
        ImageLaunchOrder plain = launch(image, "web", List.of());
        return new ImageLaunchOrder(
                plain.image(),
                plain.name(),
                plain.tags(),
                plain.overrides(),
                plain.volumes(),
                Optional.of(AttachmentVia.AUTO));
    }

    private int firstByte(String volume, long offset) {
        try (DataPlane plane = volumes.use(volume, true, "test")) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(4096);
            plane.read(offset, bytes);
            return bytes.get(0);
        }
    }

    private List<String> names() {
        return volumes.list().stream()
                .map(volume -> volume.record().name())
                .sorted()
                .toList();
    }

    private List<SnapshotRecord> snapshotsOf(ImageRecord image) {
        return engine.snapshots.list().stream()
                .filter(snapshot -> image.uses(snapshot.snapshotId()))
                .toList();
    }

    @Test
    void anImageIsOfSnapshotsOfOneInstantAndItsLaunchHasTheirContent() {
        ImageRecord image = available("web 1");
        assertThat(image.machine().rootDeviceName()).isEqualTo("/dev/sda");
        assertThat(snapshotsOf(image))
                .hasSize(2)
                .allMatch(snapshot -> snapshot.origin().group() != null)
                .allMatch(snapshot -> snapshot.tags().equals(image.tags()));
        ImageLaunchRecord launched = images.launch(launch(image, "web", List.of()));
        assertThat(launched.state()).isEqualTo(ImageLaunchState.LAUNCHED);
        assertThat(names()).containsExactly("web-sda", "web-sdb");
        assertThat(firstByte("web-sda", BLOCK)).isEqualTo(1);
        assertThat(firstByte("web-sdb", BLOCK)).isEqualTo(2);
        assertThat(volumes.find("web-sda").record().tags())
                .containsExactly(
                        new Tag("env", "test"),
                        new Tag("ebsnap:launch-id", launched.launchId()),
                        new Tag("ebsnap:image-id", image.imageId()),
                        new Tag("ebsnap:device-name", "/dev/sda"));
        assertThat(now(image).lastLaunchedTime()).isEqualTo(launched.launchTime());
    }

    @Test
    void aDeviceIsMadeLongerOrLeftOut() {
        ImageRecord image = available("web 1");
        images.launch(launch(
                image,
                "",
                List.of(
                        new ImageDevice("/dev/sda", null, 8 * BLOCK, true),
                        new ImageDevice("/dev/sdb", null, 0, false))));
        ManagedVolume only = volumes.list().getFirst();
        assertThat(volumes.list()).hasSize(1);
        assertThat(only.record().sizeBytes()).isEqualTo(8 * BLOCK);
        assertThat(only.record().name()).startsWith("launch-").endsWith("-sda");
        assertThatThrownBy(() ->
                        images.launch(launch(image, "x", List.of(new ImageDevice("/dev/sda", null, BLOCK, true)))))
                .isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() ->
                        images.launch(launch(image, "x", List.of(new ImageDevice("/dev/sdq", null, 8 * BLOCK, true)))))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void aLaunchOfWhichOneVolumeCannotBeMadeMakesNone() {
        ImageRecord image = available("web 1");
        images.launch(launch(image, "web", List.of(new ImageDevice("/dev/sda", null, 0, false))));
        assertThatThrownBy(() -> images.launch(launch(image, "web", List.of()))).isInstanceOf(Failure.Conflict.class);
        assertThat(names()).containsExactly("web-sdb");
        assertThat(images.launches()).hasSize(1);
        attachments.refused = "web-sdb";
        assertThatThrownBy(() -> images.launch(attached(image))).isInstanceOf(Failure.class);
        assertThat(names()).containsExactly("web-sdb");
        assertThat(attachments.list()).isEmpty();
    }

    @Test
    void terminatingKeepsWhatIsKept() {
        ImageRecord image = available("web 1");
        ImageLaunchRecord launched = images.launch(attached(image));
        assertThat(attachments.list()).hasSize(2);
        images.terminate(new LaunchId(launched.launchId()));
        assertThat(names()).containsExactly("web-sdb");
        assertThat(attachments.list()).isEmpty();
        assertThat(images.launches()).isEmpty();
    }

    @Test
    void aSnapshotThatAnImageUsesIsNotDeleted() {
        ImageRecord image = available("web 1");
        SnapshotId snapshot = new SnapshotId(image.snapshotIds().findFirst().orElseThrow());
        Deletion refused = engine.snapshots.delete(List.of(snapshot)).getFirst();
        assertThat(refused.outcome()).isEqualTo(Deletion.Outcome.FAILED);
        assertThat(refused.message()).contains(image.imageId());
        images.disable(id(image));
        assertThat(engine.snapshots.delete(List.of(snapshot)).getFirst().outcome())
                .isEqualTo(Deletion.Outcome.FAILED);
        assertThat(images.deregister(id(image), false)).isEmpty();
        assertThat(engine.snapshots.delete(List.of(snapshot)).getFirst().outcome())
                .isEqualTo(Deletion.Outcome.DELETED);
    }

    @Test
    void deregisteringDeletesSnapshotsThatNoOtherImageUses() {
        ImageRecord image = available("web 1");
        String shared = image.snapshotIds().findFirst().orElseThrow();
        images.register(new ImageRegistration(
                label("web 2"), machine(""), List.of(new ImageDevice("/dev/sda", shared, 0, true))));
        assertThat(images.deregister(id(image), true))
                .extracting(SnapshotOutcome::returnCode)
                .containsExactly("skipped", "success");
        assertThat(engine.snapshots.list())
                .extracting(SnapshotRecord::snapshotId)
                .containsExactly(shared);
    }

    @Test
    void anImageOfASnapshotThatFailsFails() {
        engine.machine.loseInstants(true);
        ImageRecord image = create("web 1");
        image.snapshotIds()
                .forEach(snapshot -> engine.await(
                        engine.snapshots.find(new SnapshotId(snapshot)).orElseThrow()));
        assertThat(now(image).state()).isEqualTo(ImageState.FAILED);
        assertThat(now(image).stateMessage()).contains("was lost");
        records.settle();
        assertThatThrownBy(() -> images.launch(launch(image, "x", List.of()))).isInstanceOf(Failure.Conflict.class);
        images.deregister(id(image), true);
        assertThat(engine.snapshots.list()).isEmpty();
    }

    @Test
    void namesAreUniqueAndAnOrderThatFailsLeavesTheNameFree() {
        available("web 1");
        assertThatThrownBy(() -> create("web 1"))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("has the name 'web 1' already");
        assertThatThrownBy(() -> images.create(new ImageCreation(
                        label("web 2"),
                        machine(""),
                        List.of(new ImageCreation.Device("/dev/sda", true)),
                        SnapshotOrder.of("/dev/none"))))
                .isInstanceOf(Failure.NotFound.class);
        assertThat(create("web 2").name()).isEqualTo("web 2");
        assertThatThrownBy(() -> create("w")).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void registeringRefusesWhatDoesNotFit() {
        String snapshot = engine.snapshot("/dev/a").snapshotId();
        ImageDevice root = new ImageDevice("/dev/sda", snapshot, 0, true);
        assertThat(images.register(new ImageRegistration(
                                label("web 1"),
                                machine("/dev/sda"),
                                List.of(new ImageDevice("/dev/sdb", null, BLOCK, true), root)))
                        .blockDeviceMappings())
                .extracting(ImageDevice::volumeSizeInBytes)
                .containsExactly((long) BLOCK, 4L * BLOCK);
        for (List<ImageDevice> wrong : List.of(
                List.<ImageDevice>of(),
                List.of(root, root),
                List.of(new ImageDevice("/dev/sda", snapshot, BLOCK, true)),
                List.of(new ImageDevice("/dev/sda", null, BLOCK, true)),
                List.of(new ImageDevice("sda", snapshot, 0, true)))) {
            assertThatThrownBy(() -> images.register(new ImageRegistration(label("web 2"), machine(""), wrong)))
                    .isInstanceOf(Failure.Invalid.class);
        }
        assertThatThrownBy(() -> images.register(
                        new ImageRegistration(label("web 2"), new ImageMachine("vax", "uefi", ""), List.of(root))))
                .isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> images.register(new ImageRegistration(
                        label("web 2"),
                        machine(""),
                        List.of(new ImageDevice("/dev/sda", "snap-00000000000000001", 0, true)))))
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void aCopyHasSnapshotsOfItsOwnAndKnowsWhatItCameFrom() {
        ImageRecord image = available("web 1");
        ImageRecord copy = images.copy(new ImageCopyOrder(id(image), label("web 2"), true, null));
        assertThat(copy.state()).isEqualTo(ImageState.AVAILABLE);
        assertThat(copy.snapshotIds())
                .doesNotContainAnyElementsOf(image.snapshotIds().toList());
        images.deregister(id(image), true);
        images.launch(launch(copy, "web", List.of()));
        assertThat(firstByte("web-sdb", BLOCK)).isEqualTo(2);
        ImageRecord grandchild = images.create(new ImageCreation(
                label("web 3"),
                machine(""),
                List.of(new ImageCreation.Device("/dev/sda", true)),
                SnapshotOrder.of("web-sda")));
        assertThat(images.ancestry(id(grandchild)))
                .extracting(ImageRecord::name)
                .containsExactly("web 3", "web 2");
    }

    @Test
    void anotherAccountLaunchesWhatIsSharedWithItAndNothingElse() {
        ImageRecord image = available("web 1");
        Images others = of(new ImageCaller(OTHER, false));
        assertThat(others.list(true)).isEmpty();
        assertThatThrownBy(() -> others.launch(launch(image, "x", List.of()))).isInstanceOf(Failure.NotFound.class);
        images.share(id(image), new SharingOrder(Set.of(OTHER), false), true);
        assertThat(lent).hasSize(2);
        ImageRecord seen = others.find(id(image)).orElseThrow();
        assertThat(seen.tags()).isEmpty();
        assertThat(others.launch(launch(image, "x", List.of())).ownerId()).isEqualTo(OTHER);
        assertThat(images.launches()).hasSize(1);
        for (Runnable change : List.<Runnable>of(
                () -> others.deregister(id(image), true),
                () -> others.disable(id(image)),
                () -> others.tag(id(image), List.of()),
                () -> others.describe(id(image), "words"),
                () -> others.permissionsOf(id(image)),
                () -> others.share(id(image), new SharingOrder(Set.of(OTHER), false), true))) {
            assertThatThrownBy(change::run).isInstanceOf(Failure.Denied.class);
        }
        images.unshare(id(image), new SharingOrder(Set.of(OTHER), false));
        assertThat(others.find(id(image))).isEmpty();
        assertThat(others.launches()).hasSize(1);
    }

    @Test
    void aPublicImageIsEverybodysUnlessItsOwnerBlocksThat() {
        ImageRecord image = available("web 1");
        Images others = of(new ImageCaller(OTHER, false));
        images.share(id(image), new SharingOrder(Set.of(), true), false);
        assertThat(others.list(false)).hasSize(1);
        blocked = BlockPublicAccess.BLOCK_ALL_SHARING;
        assertThat(others.list(false)).isEmpty();
        blocked = BlockPublicAccess.UNBLOCKED;
        images.disable(id(image));
        images.enable(id(image));
        assertThat(others.list(false)).isEmpty();
    }

    @Test
    void aDeprecatedImageIsHiddenFromOthersOnly() {
        ImageRecord image = available("web 1");
        images.share(id(image), new SharingOrder(Set.of(OTHER), false), true);
        Images others = of(new ImageCaller(OTHER, false));
        Instant soon = engine.clock.instant().plus(Duration.ofMinutes(2));
        images.deprecate(id(image), Optional.of(soon));
        assertThat(others.list(false)).hasSize(1);
        engine.clock.advance(Duration.ofMinutes(4));
        assertThat(others.list(false)).isEmpty();
        assertThat(others.list(true)).hasSize(1);
        assertThat(others.find(id(image))).isPresent();
        assertThat(images.list(false)).hasSize(1);
        assertThatThrownBy(() -> images.deprecate(id(image), Optional.of(soon))).isInstanceOf(Failure.Invalid.class);
        assertThat(images.deprecate(id(image), Optional.empty()).terms().deprecationTime())
                .isNull();
    }

    @Test
    void aProtectedImageStaysAndWithACooldownForADayLonger() {
        ImageRecord image = available("web 1");
        images.protect(id(image), true);
        assertThatThrownBy(() -> images.deregister(id(image), true))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining("protected");
        assertThat(images.unprotect(id(image)).terms().deregistrationProtection())
                .isEqualTo(ImageTerms.UNPROTECTED);
        assertThatThrownBy(() -> images.deregister(id(image), true)).isInstanceOf(Failure.Denied.class);
        engine.clock.advance(Duration.ofHours(25));
        assertThat(images.deregister(id(image), true)).hasSize(2);
        ImageRecord other = available("web 2");
        images.protect(id(other), false);
        images.unprotect(id(other));
        assertThat(images.deregister(id(other), true)).hasSize(2);
    }

    @Test
    void tagsAreAddedReplacedAndTaken() {
        ImageRecord image = available("web 1");
        assertThat(images.tag(id(image), List.of(new Tag("k", "w"), new Tag("n", "x")))
                        .tags())
                .containsExactly(new Tag("k", "w"), new Tag("n", "x"));
        assertThat(images.untag(id(image), List.of("k")).tags()).containsExactly(new Tag("n", "x"));
    }

    @Test
    void theDescriptionIsChanged() {
        ImageRecord image = available("web 1");
        assertThat(images.describe(id(image), "").description()).isEmpty();
        assertThat(images.describe(id(image), "other words")).isEqualTo(now(image));
        assertThatThrownBy(() -> images.describe(id(image), "x".repeat(256))).isInstanceOf(Failure.Invalid.class);
        assertThat(now(image).description()).isEqualTo("other words");
    }

    @Test
    void snapshotsOfAnImageCanHaveOtherTagsThanItself() {
        List<Tag> own = List.of(new Tag("s", "1"));
        ImageRecord image = images.create(new ImageCreation(
                new ImageLabel("web 1", "", List.of(new Tag("i", "1")), own),
                machine(""),
                List.of(new ImageCreation.Device("/dev/sda", true)),
                SnapshotOrder.of("/dev/a")));
        assertThat(image.tags()).containsExactly(new Tag("i", "1"));
        assertThat(snapshotsOf(image)).extracting(SnapshotRecord::tags).containsExactly(own);
    }

    /** What is done by one image's life; whoever is killed in it leaves no half of anything. */
    private void life() {
        ImageRecord image = available("web 1");
        images.copy(new ImageCopyOrder(id(image), label("web 2"), true, "alias/other"));
        ImageLaunchRecord launched = images.launch(attached(image));
        images.terminate(new LaunchId(launched.launchId()));
        images.deregister(id(image), true);
    }

    @Test
    void whereverTheDaemonDiesNothingHalfIsLeft() {
        Set<String> points = new ConcurrentSkipListSet<>();
        engine.crashPoints.set(name -> {
            if (name.startsWith("image.")) {
                points.add(name);
            }
        });
        life();
        assertThat(points).hasSizeGreaterThan(8);
        for (String point : points) {
            images.list(true).forEach(image -> images.deregister(id(image), true));
            volumes.list().forEach(volume -> volumes.delete(volume.record().volumeId()));
            engine.snapshots.delete(engine.snapshots.list().stream()
                    .map(snapshot -> new SnapshotId(snapshot.snapshotId()))
                    .toList());
            engine.crashPoints.set(name -> {
                if (name.equals(point)) {
                    throw new Death();
                }
            });
            assertThatThrownBy(this::life).as(point).isInstanceOf(Death.class);
            volumes.close(); // or what fills them would go on in this process, and write where the next one removes
            start();
            requireNothingHalf(point);
        }
    }

    private void requireNothingHalf(String point) {
        assertThat(images.list(true))
                .as(point)
                .allMatch(image -> !image.blockDeviceMappings().isEmpty());
        List<String> used =
                images.list(true).stream().flatMap(ImageRecord::snapshotIds).toList();
        if (!point.equals("image.after-deregistration")) {
            assertThat(engine.snapshots.list())
                    .as(point)
                    .extracting(SnapshotRecord::snapshotId)
                    .allMatch(used::contains);
        }
        assertThat(images.launches()).as(point).allMatch(launch -> launch.state() == ImageLaunchState.LAUNCHED);
        int launched = images.launches().size();
        assertThat(names()).as(point).hasSizeLessThanOrEqualTo(launched == 0 ? 1 : 2);
        assertThat(attachments.list()).as(point).hasSize(2 * launched);
        attachments.detachAll();
        images.launches().forEach(launch -> images.terminate(new LaunchId(launch.launchId())));
    }

    /** The daemon dies. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Attachments that outlive the daemon, as those of a kernel do. */
    private final class Attachments implements VolumeAttachments {

        private final Map<String, VolumeAttachment> all = new TreeMap<>();
        private String refused = "";

        void detachAll() {
            all.clear();
        }

        @Override
        public VolumeAttachment attach(AttachmentOrder order) {
            String volumeId = order.volumeId();
            if (volumes.find(volumeId).record().name().equals(refused)) {
                throw new Failure.Exhausted("too many", null);
            }
            VolumeAttachment made = new VolumeAttachment(
                    volumeId,
                    "/dev/nbd" + all.size(),
                    "nbd",
                    engine.clock.instant(),
                    order.readOnly(),
                    SPEED,
                    Optional.empty());
            all.put(volumeId, made);
            return made;
        }

        @Override
        public VolumeAttachment detach(String volumeId, boolean force) {
            return Optional.ofNullable(all.remove(volumeId)).orElseThrow();
        }

        @Override
        public void refreshCapacity(String volumeId) {}

        @Override
        public List<VolumeAttachment> list() {
            return List.copyOf(all.values());
        }
    }

    /** Says only what was lent. */
    private final class Sharing implements SharingService {

        @Override
        public void lend(SnapshotId id, SharingOrder with, boolean grant) {
            lent.add(id.value());
        }

        @Override
        public BlockPublicAccess blockPublicAccess(String account) {
            return blocked;
        }

        @Override
        public SnapshotRecord share(SnapshotId id, SharingOrder with, boolean grant) {
            throw new AssertionError("snapshots are lent, not shared");
        }

        @Override
        public SnapshotRecord unshare(SnapshotId id, SharingOrder with) {
            throw new AssertionError("snapshots are lent, not shared");
        }

        @Override
        public SnapshotRecord unshare(SnapshotId id) {
            throw new AssertionError("snapshots are lent, not shared");
        }

        @Override
        public SnapshotRecord permissionsOf(SnapshotId id) {
            throw new AssertionError("snapshots are lent, not shared");
        }

        @Override
        public void blockPublicAccess(String account, BlockPublicAccess state) {
            blocked = state;
        }
    }
}
