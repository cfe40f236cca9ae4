package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.bin.BinnedItem;
import io.ebsnap.bin.KeptThings;
import io.ebsnap.bin.RuleOrder;
import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.Tag;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.Deletion;
import io.ebsnap.volume.DataPlane;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A managed volume that is deleted while a rule says so is in the recycle bin with its target, comes back with what was written, and goes when its time is over. */
class BinnedVolumesIT {

    private static final Instant BEGIN = Instant.parse("2027-01-01T00:00:00Z");
    private static final BinResourceType TYPE = BinResourceType.EBS_VOLUME;
    private static final byte[] WRITTEN = filled();

    @TempDir
    Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init") // by begin(), before each test
    private TwoZones zones;

    private Instant now = BEGIN;

    private static final class SimulatedDeath extends Error {
        private static final long serialVersionUID = 1;
    }

    @BeforeEach
    void begin() throws IOException {
        zones = new TwoZones(directory);
        zones.engine.lockTime = () -> now;
        zones.engine.rules.create(
                new RuleOrder(zones.engine.settings.ownerId(), TYPE, 7, "", List.of(), List.of(), List.of(), null));
    }

    @AfterEach
    void end() {
        zones.close();
    }

    private static byte[] filled() {
        byte[] bytes = new byte[4096];
        Arrays.fill(bytes, (byte) 7);
        return bytes;
    }

    private KeptThings bin() {
        return new KeptThings(List.of(zones.volumes.bin(zones.engine.settings.ownerId())), () -> now, CrashPoints.NONE);
    }

    private String written(String name) {
        String id = zones.create(name, "a", true, TwoZones.PAUSED);
        try (DataPlane plane = zones.volumes.use(id, false, "test")) {
            TwoZones.write(plane, 8192, WRITTEN);
        }
        return id;
    }

    private void assertWhole(String id) {
        try (DataPlane plane = zones.volumes.use(id, true, "test")) {
            assertThat(TwoZones.read(plane, 8192, WRITTEN.length)).isEqualTo(WRITTEN);
            byte[] last = TwoZones.read(plane, TwoZones.SIZE - 4096L, 4096);
            assertThat(last).isEqualTo(Arrays.copyOfRange(zones.content, TwoZones.SIZE - 4096, TwoZones.SIZE));
        }
    }

    @Test
    void whatIsInTheBinIsNotSeenOrUsedAndComesBackWithWhatWasWrittenAndWhatHasNotArrived() {
        String id = written("data");
        assertThat(zones.volumes.delete("data").record().recycleBin()).isNotNull();
        assertThat(zones.volumes.list()).isEmpty();
        assertThatThrownBy(() -> zones.volumes.find(id)).isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> zones.volumes.use(id, true, "test")).isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> zones.volumes.delete(id)).isInstanceOf(Failure.NotFound.class);
        assertThat(bin().list(TYPE)).extracting(BinnedItem::id).containsExactly(id);
        assertThat(zones.volumesOf("a").resolve(id)).exists();
        Deletion deletion = zones.engine
                .snapshots
                .delete(List.of(new SnapshotId(zones.snapshot.snapshotId())))
                .getFirst();
        assertThat(deletion.outcome()).isEqualTo(Deletion.Outcome.DELETED);
        zones.engine.collect();
        zones.volumes.close();
        zones.start();
        zones.volumes.lookAtZones();
        assertThat(zones.volumes.list()).isEmpty();
        bin().tag(TYPE, id, List.of(new Tag("a", "b")));
        bin().restore(TYPE, id);
        assertThat(zones.volumes.find("data").record().tags()).containsExactly(new Tag("a", "b"));
        assertWhole(id);
        assertThat(bin().list(TYPE)).isEmpty();
    }

    @Test
    void aNameInTheBinIsFreeAndOneThatWasTakenIsInTheWay() {
        String id = written("data");
        zones.volumes.delete(id);
        String other = zones.create("data", "a", false, TwoZones.PAUSED);
        assertThat(zones.volumes.find("data").record().volumeId()).isEqualTo(other);
        assertThatThrownBy(() -> bin().restore(TYPE, id)).isInstanceOf(Failure.Conflict.class);
        assertThat(bin().list(TYPE)).hasSize(1);
    }

    @Test
    void itIsPurgedWithItsTargetWhenItsTimeIsOver() {
        String id = written("data");
        zones.volumes.delete(id);
        now = BEGIN.plus(Duration.ofDays(7)).minusMillis(1);
        bin().round();
        assertThat(zones.volumesOf("a").resolve(id)).exists();
        now = BEGIN.plus(Duration.ofDays(7));
        bin().round();
        assertThat(bin().list(TYPE)).isEmpty();
        assertThat(zones.volumesOf("a").resolve(id)).doesNotExist();
        assertThatThrownBy(() -> bin().restore(TYPE, id)).isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void aVolumeThatIsUsedIsNotDeleted() {
        String id = written("data");
        try (DataPlane plane = zones.volumes.use(id, false, "test")) {
            assertThatThrownBy(() -> zones.volumes.delete(id)).isInstanceOf(Failure.Conflict.class);
            TwoZones.write(plane, 8192, WRITTEN);
        }
        assertWhole(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"volume.before-recycling", "volume.after-recycling"})
    void afterDeathAtEachStepItIsInTheBinOrOutOfItAndWhole(String point) {
        String id = written("data");
        zones.crashPoints.set(name -> {
            if (name.equals(point)) {
                throw new SimulatedDeath();
            }
        });
        assertThatThrownBy(() -> zones.volumes.delete(id)).isInstanceOf(SimulatedDeath.class);
        zones.crashPoints.set(CrashPoints.NONE);
        zones.start();
        boolean inBin = !bin().list(TYPE).isEmpty();
        assertThat(inBin).isEqualTo(point.equals("volume.after-recycling"));
        if (inBin) {
            bin().restore(TYPE, id);
        }
        assertWhole(id);
    }

    /** Of two durable steps of the record the target goes in between. */
    @ParameterizedTest
    @CsvSource({
        "catalog.after-put, 1",
        "catalog.after-view, 1",
        "volume.after-purging, 1",
        "catalog.after-put, 2",
        "catalog.after-view, 2"
    })
    void afterDeathAtEachStepOfAPurgeNothingOfItIsLeft(String point, int time) {
        String id = written("data");
        zones.volumes.delete(id);
        AtomicInteger left = new AtomicInteger(time);
        CrashPoints dying = name -> {
            if (name.equals(point) && left.decrementAndGet() == 0) {
                throw new SimulatedDeath();
            }
        };
        zones.crashPoints.set(dying);
        zones.engine.crashPoints.set(dying);
        assertThatThrownBy(() -> bin().purge(TYPE, id)).isInstanceOf(SimulatedDeath.class);
        zones.crashPoints.set(CrashPoints.NONE);
        zones.engine.crashPoints.set(CrashPoints.NONE);
        zones.engine.view = new MemoryCatalogView();
        zones.engine.begin();
        zones.start();
        assertThat(bin().list(TYPE)).isEmpty();
        assertThat(zones.volumes.list()).isEmpty();
        assertThat(zones.volumesOf("a").resolve(id)).doesNotExist();
        assertThat(zones.engine.catalog.find(CatalogKind.MANAGED_VOLUME, id)).isEmpty();
    }
}
