package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.HydrationSettings;
import io.ebsnap.volume.ManagedVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes in several zones: each has its files in its own, and one that is gone keeps nobody else from anything. */
final class VolumesInZonesIT {

    private static final byte[] WRITTEN = filled((byte) 7);

    @TempDir
    Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init") // before each test
    private TwoZones zones;

    @BeforeEach
    void begin() throws IOException {
        zones = new TwoZones(directory);
    }

    @AfterEach
    void end() {
        zones.gone.clear();
        zones.close();
    }

    private static byte[] filled(byte value) {
        byte[] bytes = new byte[4096];
        Arrays.fill(bytes, value);
        return bytes;
    }

    private void write(String volume) {
        try (DataPlane plane = zones.volumes.use(volume, false, "test")) {
            TwoZones.write(plane, 8192, WRITTEN);
        }
    }

    private byte[] read(String volume) {
        try (DataPlane plane = zones.volumes.use(volume, true, "test")) {
            return TwoZones.read(plane, 8192, WRITTEN.length);
        }
    }

    @Test
    void volumeLiesInTheZoneThatWasNamed() {
        String id = zones.create("there", "b", true, TwoZones.PAUSED);
        write(id);
        ManagedVolume volume = zones.volumes.find(id);
        assertThat(volume.record().zone()).isEqualTo("b");
        assertThat(Path.of(volume.record().target().path()))
                .isEqualTo(zones.volumesOf("b").resolve(id).resolve("data"))
                .exists();
        assertThat(zones.volumesOf("a").resolve(id)).doesNotExist();
        zones.volumes.close();
        zones.start();
        assertThat(read(id)).isEqualTo(WRITTEN);
        zones.volumes.delete(id);
        assertThat(zones.volumesOf("b").resolve(id)).doesNotExist();
        assertThatThrownBy(() -> zones.create("x", "c", false, HydrationSettings.UNLIMITED))
                .isInstanceOf(Failure.NotFound.class)
                .hasMessageContaining("'a', 'b'");
    }

    @Test
    void volumesOfAZoneThatIsGoneAreInErrorAndComeBackWithIt() {
        String lost = zones.create("lost", "b", true, TwoZones.PAUSED);
        String here = zones.create("here", "a", true, TwoZones.PAUSED);
        write(lost);
        write(here);
        zones.volumes.close();
        zones.gone.add("b");
        zones.start();
        assertThat(zones.volumes.find(lost).trouble()).contains("zone b", "not mounted");
        assertThatThrownBy(() -> read(lost)).isInstanceOf(Failure.Unavailable.class);
        assertThat(read(here)).isEqualTo(WRITTEN);
        zones.volumes.lookAtZones();
        zones.gone.clear();
        zones.volumes.lookAtZones();
        assertThat(zones.volumes.find(lost).trouble()).isEmpty();
        assertThat(read(lost)).isEqualTo(WRITTEN);
        zones.gone.add("b");
        zones.volumes.lookAtZones();
        assertThatThrownBy(() -> read(lost)).isInstanceOf(Failure.Unavailable.class);
        zones.gone.clear();
        zones.volumes.lookAtZones();
        assertThat(read(lost)).isEqualTo(WRITTEN);
    }

    @Test
    void nothingIsMadeWhereAZoneIsMissing() throws IOException {
        zones.gone.add("b");
        assertThatThrownBy(() -> zones.create("x", "b", false, HydrationSettings.UNLIMITED))
                .isInstanceOf(Failure.Unavailable.class);
        assertThat(zones.volumes.list()).isEmpty();
        zones.gone.clear();
        Files.delete(zones.replica());
        assertThatThrownBy(() -> zones.create("x", "b", false, HydrationSettings.UNLIMITED))
                .isInstanceOf(Failure.class);
        assertThat(zones.replica()).doesNotExist();
        assertThat(zones.volumes.list()).isEmpty();
    }

    @Test
    void zoneWithVolumesIsNotRemovedAndADrainedOneTakesNone() {
        String id = zones.create("x", "b", false, HydrationSettings.UNLIMITED);
        AtomicBoolean removed = new AtomicBoolean();
        assertThatThrownBy(() -> zones.volumes.removeZone("b", () -> removed.getAndSet(true)))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining(id);
        assertThat(removed).isFalse();
        zones.drained.add("b");
        assertThatThrownBy(() -> zones.create("y", "b", false, HydrationSettings.UNLIMITED))
                .isInstanceOf(Failure.Conflict.class);
        assertThat(zones.volumes.idsIn("b")).containsExactly(id);
        write(id);
    }

    @Test
    void volumeOfALostZoneCanBeGivenUp() {
        String id = zones.create("x", "b", false, HydrationSettings.UNLIMITED);
        String kept = zones.create("y", "b", false, HydrationSettings.UNLIMITED);
        zones.volumes.close();
        zones.gone.add("b");
        zones.start();
        zones.volumes.delete(id);
        assertThat(zones.volumes.idsIn("b")).containsExactlyInAnyOrder(id, kept);
        zones.gone.clear();
        zones.volumes.lookAtZones();
        assertThat(zones.volumes.idsIn("b")).containsExactly(kept);
        assertThat(zones.volumesOf("b").resolve(id)).doesNotExist();
        zones.gone.add("b");
        zones.volumes.delete(kept);
        assertThat(zones.volumes.removeZone("b", () -> "done")).isEqualTo("done");
        assertThat(zones.volumes.list()).isEmpty();
    }
}
