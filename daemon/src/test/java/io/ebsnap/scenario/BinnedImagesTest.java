package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.ebsnap.failure.Failure;
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
import io.ebsnap.image.SnapshotOutcome;
import io.ebsnap.snapshot.BinnedSnapshots;
import io.ebsnap.snapshot.Deletion;
import io.ebsnap.snapshot.SharingService;
import io.ebsnap.task.Surroundings;
import io.ebsnap.volume.ManagedVolumes;
import io.ebsnap.volume.VolumeAttachments;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An image that is deregistered while a rule says so is in the recycle bin, and comes back so that it works, whatever became of its snapshots meanwhile. */
class BinnedImagesTest {

    private static final long MIB = 1 << 20;
    private static final Instant BEGIN = Instant.parse("2027-01-01T00:00:00Z");
    private static final CreateVolumePermission SHARED = new CreateVolumePermission(List.of("111122223333"), false);

    private final EngineFixture engine = new EngineFixture(31);
    private MemoryDevice device;
    private Images images;
    private KeptThings bin;
    private SnapshotRecord first;
    private SnapshotRecord second;
    private ImageRecord image;
    private Instant now = BEGIN;

    private static final class SimulatedDeath extends Error {
        private static final long serialVersionUID = 1;
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
    private void start() {
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

    private ImageRecord register(String name, SnapshotRecord... snapshots) {
        List<ImageDevice> devices = IntStream.range(0, snapshots.length)
                .mapToObj(i -> new ImageDevice("/dev/sd" + (char) ('a' + i), snapshots[i].snapshotId(), 0, true))
                .toList();
        return images.register(new ImageRegistration(
                new ImageLabel(name, "words", List.of(new Tag("env", "prod"))),
                new ImageMachine("x86_64", "uefi", ""),
                devices));
    }

    private void rule(BinResourceType type, int days) {
        engine.rules.create(
                new RuleOrder(engine.settings.ownerId(), type, days, "", List.of(), List.of(), List.of(), null));
    }

    private ImageId id() {
        return new ImageId(image.imageId());
    }

    private Deletion delete(SnapshotRecord snapshot) {
        return engine.snapshots
                .delete(List.of(new SnapshotId(snapshot.snapshotId())))
                .getFirst();
    }

    private List<String> binned(BinResourceType type) {
        return bin.list(type).stream().map(BinnedItem::id).toList();
    }

    private void assertWorks() {
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

    @Test
    void withoutARuleItIsGone() {
        rule(BinResourceType.EBS_SNAPSHOT, 7);
        assertThat(images.deregister(id(), true))
                .extracting(SnapshotOutcome::returnCode)
                .containsExactly("success", "success");
        assertThat(binned(BinResourceType.EC2_IMAGE)).isEmpty();
        assertThat(binned(BinResourceType.EBS_SNAPSHOT)).hasSize(2);
    }

    @Test
    void itIsSeenNowhereElseAndKeepsItsSnapshotsAndComesBackSharedAsItWas() {
        rule(BinResourceType.EC2_IMAGE, 7);
        images.deregister(id(), false);
        assertThat(images.find(id())).isEmpty();
        assertThat(images.list(true)).isEmpty();
        assertThatThrownBy(() -> images.deregister(id(), false)).isInstanceOf(Failure.NotFound.class);
        assertThat(bin.list(BinResourceType.EC2_IMAGE))
                .singleElement()
                .matches(item ->
                        item.name().equals("web 1") && item.stay().exitTime().equals(BEGIN.plus(Duration.ofDays(7))));
        assertThat(delete(first).outcome()).isEqualTo(Deletion.Outcome.FAILED);
        assertThat(delete(first).message()).contains(image.imageId(), "recycle bin");
        start();
        bin.tag(BinResourceType.EC2_IMAGE, image.imageId(), List.of(new Tag("why", "a mistake")));
        bin.restore(BinResourceType.EC2_IMAGE, image.imageId());
        assertThat(images.find(id()).orElseThrow().tags())
                .containsExactly(new Tag("env", "prod"), new Tag("why", "a mistake"));
        assertWorks();
        assertThatThrownBy(() -> bin.restore(BinResourceType.EC2_IMAGE, image.imageId()))
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void itsSnapshotsGoThereWithItAreNotPurgedBeforeItAndComeBackWithIt() {
        rule(BinResourceType.EC2_IMAGE, 7);
        rule(BinResourceType.EBS_SNAPSHOT, 1);
        assertThat(images.deregister(id(), true))
                .extracting(SnapshotOutcome::returnCode)
                .containsExactly("success", "success");
        assertThat(engine.snapshots.list()).isEmpty();
        assertThat(bin.list(BinResourceType.EBS_SNAPSHOT))
                .hasSize(2)
                .allMatch(item -> item.stay().exitTime().equals(BEGIN.plus(Duration.ofDays(7))));
        assertThatThrownBy(() -> bin.purge(BinResourceType.EBS_SNAPSHOT, first.snapshotId()))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining(image.imageId());
        now = BEGIN.plus(Duration.ofDays(6));
        bin.round();
        engine.collect();
        bin.restore(BinResourceType.EC2_IMAGE, image.imageId());
        assertWorks();
    }

    @Test
    void itsSnapshotsStayLongerIfTheirOwnRuleSaysSo() {
        rule(BinResourceType.EC2_IMAGE, 7);
        rule(BinResourceType.EBS_SNAPSHOT, 30);
        images.deregister(id(), true);
        now = BEGIN.plus(Duration.ofDays(7));
        bin.round();
        assertThat(binned(BinResourceType.EC2_IMAGE)).isEmpty();
        assertThat(binned(BinResourceType.EBS_SNAPSHOT)).hasSize(2);
        now = BEGIN.plus(Duration.ofDays(30));
        bin.round();
        assertThat(binned(BinResourceType.EBS_SNAPSHOT)).isEmpty();
    }

    @Test
    void whenItsTimeIsOverAllOfItIsGone() {
        rule(BinResourceType.EC2_IMAGE, 7);
        images.deregister(id(), true);
        now = BEGIN.plus(Duration.ofDays(7)).minusMillis(1);
        bin.round();
        assertThat(binned(BinResourceType.EC2_IMAGE)).hasSize(1);
        now = BEGIN.plus(Duration.ofDays(7));
        bin.round();
        assertThat(binned(BinResourceType.EC2_IMAGE)).isEmpty();
        assertThat(binned(BinResourceType.EBS_SNAPSHOT)).isEmpty();
        engine.collect();
        assertThat(engine.storedBytes()).isZero();
    }

    @Test
    void aNameThatAnotherOneHasGotIsInTheWay() {
        rule(BinResourceType.EC2_IMAGE, 7);
        images.deregister(id(), true);
        SnapshotRecord third = engine.snapshot("/dev/a");
        ImageRecord other = register("web 1", third);
        assertThatThrownBy(() -> bin.restore(BinResourceType.EC2_IMAGE, image.imageId()))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining(other.imageId());
        assertThat(binned(BinResourceType.EBS_SNAPSHOT)).hasSize(2);
    }

    @Test
    void whatAnotherImageUsesStaysOutOfTheBin() {
        rule(BinResourceType.EC2_IMAGE, 7);
        ImageRecord other = register("web 2", first);
        assertThat(images.deregister(id(), true))
                .extracting(SnapshotOutcome::returnCode)
                .containsExactly("skipped", "success");
        assertThat(images.deregister(new ImageId(other.imageId()), true))
                .extracting(SnapshotOutcome::returnCode)
                .containsExactly("success");
        bin.purge(BinResourceType.EC2_IMAGE, other.imageId());
        assertThatThrownBy(() -> bin.purge(BinResourceType.EBS_SNAPSHOT, first.snapshotId()))
                .isInstanceOf(Failure.Conflict.class);
        bin.restore(BinResourceType.EC2_IMAGE, image.imageId());
        assertWorks();
    }

    @Test
    void oneThatIsNotWholeIsGone() {
        rule(BinResourceType.EC2_IMAGE, 7);
        engine.catalog.update(CatalogKind.IMAGE, image.imageId(), old -> old.in(ImageState.FAILED, "it failed"));
        images.deregister(id(), false);
        assertThat(binned(BinResourceType.EC2_IMAGE)).isEmpty();
        assertThat(delete(first).outcome()).isEqualTo(Deletion.Outcome.DELETED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "catalog.after-put",
                "catalog.after-view",
                "image.after-deregistration",
                "image.after-one-recycled",
                "image.after-one-restored",
                "bin.after-restore",
            })
    void afterDeathAtEachStepItCanBeMadeToWork(String point) {
        for (int time = 1; time <= 6; time++) {
            rule(BinResourceType.EC2_IMAGE, 7);
            int[] left = {time};
            engine.crashPoints.set(name -> {
                if (name.equals(point) && --left[0] == 0) {
                    throw new SimulatedDeath();
                }
            });
            try {
                images.deregister(id(), true);
                bin.restore(BinResourceType.EC2_IMAGE, image.imageId());
            } catch (SimulatedDeath e) {
                // That is what this is about.
            }
            start();
            engine.collect();
            boolean inBin = !binned(BinResourceType.EC2_IMAGE).isEmpty();
            assertThat(inBin).as(point).isEqualTo(images.find(id()).isEmpty());
            if (inBin) {
                bin.restore(BinResourceType.EC2_IMAGE, image.imageId());
            }
            assertWorks();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalog.after-put", "catalog.after-view", "bin.after-purge"})
    void afterDeathWhileItsTimeEndsTheRestGoesWithTheNextRound(String point) {
        rule(BinResourceType.EC2_IMAGE, 7);
        images.deregister(id(), true);
        now = BEGIN.plus(Duration.ofDays(7));
        engine.crashPoints.set(name -> {
            if (name.equals(point)) {
                throw new SimulatedDeath();
            }
        });
        assertThatThrownBy(bin::round).isInstanceOf(SimulatedDeath.class);
        start();
        bin.round();
        assertThat(binned(BinResourceType.EC2_IMAGE)).isEmpty();
        assertThat(binned(BinResourceType.EBS_SNAPSHOT)).isEmpty();
        assertThat(engine.catalog.find(CatalogKind.SNAPSHOT, second.snapshotId()))
                .isEmpty();
    }
}
