package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.bin.BinnedItem;
import io.ebsnap.bin.KeptThings;
import io.ebsnap.bin.RuleOrder;
import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.CreateVolumePermission;
import io.ebsnap.catalog.ImageDevice;
import io.ebsnap.catalog.ImageMachine;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ImageState;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.Tag;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.ImageId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.image.BinnedImages;
import io.ebsnap.image.ImageCaller;
import io.ebsnap.image.ImageLabel;
import io.ebsnap.image.ImageParts;
import io.ebsnap.image.ImageRecords;
import io.ebsnap.image.ImageRecycling;
import io.ebsnap.image.ImageRegistration;
import io.ebsnap.image.ImageUses;
import io.ebsnap.image.Images;
import io.ebsnap.image.Lending;
import io.ebsnap.snapshot.BinnedSnapshots;
import io.ebsnap.snapshot.Deletion;
import io.ebsnap.snapshot.SharingService;
import io.ebsnap.task.Surroundings;
import io.ebsnap.volume.ManagedVolumes;
import io.ebsnap.volume.VolumeAttachments;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An image of two snapshots over a whole engine, with a recycle bin. */
abstract class BinnedImagesFixture {

    static final long MIB = 1 << 20;
    static final Instant BEGIN = Instant.parse("2027-01-01T00:00:00Z");
    static final CreateVolumePermission SHARED = new CreateVolumePermission(List.of("111122223333"), false);

    final EngineFixture engine = new EngineFixture(31);
    MemoryDevice device;

    @SuppressWarnings("NullAway.Init") // by start(), before each test
    Images images;

    @SuppressWarnings("NullAway.Init") // by start(), before each test
    KeptThings bin;

    SnapshotRecord first;
    SnapshotRecord second;
    ImageRecord image;
    Instant now = BEGIN;

    static final class SimulatedDeath extends Error {
        static final long serialVersionUID = 1;
    }

    @BeforeEach
    void register() {
        engine.lockTime = () -> now;
        start();
        device = engine.machine.add("/dev/a", 6 * MIB);
        device.scribble(new Random(1), 9);
        first = engine.snapshot("/dev/a");
        second = engine.snapshot("/dev/a");
        image = register("web 1", first, second);
        engine.catalog.update(CatalogKind.IMAGE, image.imageId(), old -> old.sharedWith(SHARED));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    /** A daemon starts, over what an earlier one has left. */
    void start() {
        engine.crashPoints.set(CrashPoints.NONE);
        engine.view = new MemoryCatalogView();
        engine.objections = List.of(snapshot -> new ImageUses(engine.catalog).to(snapshot));
        engine.restart();
        CrashPoints points = name -> engine.crashPoints.get().reached(name);
        BinnedSnapshots binned =
                new BinnedSnapshots(engine.catalog, engine.clock, List.of(new ImageUses(engine.catalog)));
        ImageRecords records = new ImageRecords(
                engine.catalog,
                new Surroundings(engine.clock, () -> 0, engine.random, points),
                new ImageRecycling(engine.catalog, engine.rules, binned));
        bin = new KeptThings(List.of(new BinnedImages(records, binned), binned), () -> now, points);
        images = new Images(
                records,
                new ImageUses(engine.catalog),
                new ImageCaller(engine.settings.ownerId(), true),
                new ImageParts(
                        engine.snapshots,
                        Nobody.of(SharingService.class),
                        Nobody.of(ManagedVolumes.class),
                        Nobody.of(Lending.class),
                        Nobody.of(VolumeAttachments.class)));
    }

    ImageRecord register(String name, SnapshotRecord... snapshots) {
        List<ImageDevice> devices = IntStream.range(0, snapshots.length)
                .mapToObj(i -> new ImageDevice("/dev/sd" + (char) ('a' + i), snapshots[i].snapshotId(), 0, true))
                .toList();
        return images.register(new ImageRegistration(
                new ImageLabel(name, "words", List.of(new Tag("env", "prod"))),
                new ImageMachine("x86_64", "uefi", ""),
                devices));
    }

    void rule(BinResourceType type, int days) {
        engine.rules.create(
                new RuleOrder(engine.settings.ownerId(), type, days, "", List.of(), List.of(), List.of(), null));
    }

    ImageId id() {
        return new ImageId(image.imageId());
    }

    Deletion delete(SnapshotRecord snapshot) {
        return engine.snapshots
                .delete(List.of(new SnapshotId(snapshot.snapshotId())))
                .getFirst();
    }

    List<String> binned(BinResourceType type) {
        return bin.list(type).stream().map(BinnedItem::id).toList();
    }

    void assertWorks() {
        ImageRecord back = images.find(id()).orElseThrow();
        assertThat(back.state()).isEqualTo(ImageState.AVAILABLE);
        assertThat(back.launchPermission()).isEqualTo(SHARED);
        for (String snapshot : back.snapshotIds().toList()) {
            SnapshotRecord record =
                    engine.snapshots.find(new SnapshotId(snapshot)).orElseThrow();
            assertThat(engine.restored(record).sameContent(device)).isTrue();
        }
        assertThat(binned(BinResourceType.EC2_IMAGE)).isEmpty();
        assertThat(binned(BinResourceType.EBS_SNAPSHOT)).isEmpty();
    }
}
