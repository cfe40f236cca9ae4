package io.ebsnap.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThinVolumesTest {

    private static final String VOLUME = "vol-0123456789abcdef0";
    private static final String SNAPSHOT = "snap-0123456789abcdef0";
    private static final long EXTENT = 4L << 20;

    @TempDir
    Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init") // by begin(), before each test
    private FakeLvm lvm;

    @SuppressWarnings("NullAway.Init") // by begin(), before each test
    private ThinVolumes volumes;

    @BeforeEach
    void begin() {
        lvm = new FakeLvm(directory);
        volumes = lvm.volumes();
    }

    private Path target() {
        return volumes.target(FakeLvm.POOL, VOLUME);
    }

    private Path image() {
        return volumes.image(FakeLvm.POOL, SNAPSHOT);
    }

    @Test
    void poolIsDescribed() {
        lvm.pool(12.5, 33.25, true);
        ThinPool pool = volumes.pool(FakeLvm.POOL);
        assertThat(pool.sizeBytes()).isEqualTo(400L << 20);
        assertThat(pool.freeBytes()).isEqualTo(350L << 20);
        assertThat(pool.chunkBytes()).isEqualTo(65_536);
        assertThat(pool.discards()).isTrue();
        assertThat(pool.queues()).isTrue();
        assertThat(pool.tight()).isEmpty();
    }

    @Test
    void poolThatIsNearlyFullOfDataOrMetadataSaysSo() {
        lvm.pool(95, 10, true);
        assertThat(volumes.pool(FakeLvm.POOL).tight().orElseThrow()).contains("vg/pool is 95.0 % full");
        lvm.pool(10, 90, true);
        assertThat(volumes.pool(FakeLvm.POOL).tight().orElseThrow()).contains("metadata of thin pool vg/pool");
        lvm.pool(94.99, 89.99, true);
        assertThat(volumes.pool(FakeLvm.POOL).tight()).isEmpty();
    }

    @Test
    void targetIsWholeExtentsAndADeviceAtOnce() {
        volumes.create(FakeLvm.POOL, target(), EXTENT + 512);
        assertThat(target()).exists().hasFileName("ebsnap-" + VOLUME);
        assertThat(volumes.sizeBytes(target())).contains(2 * EXTENT);
        assertThat(volumes.targets(FakeLvm.POOL)).containsExactly(VOLUME);
        assertThat(volumes.images(FakeLvm.POOL)).isEmpty();
    }

    @Test
    void imageIsADeviceOnlyWhileItIsOpen() {
        volumes.create(FakeLvm.POOL, image(), EXTENT);
        assertThat(image()).doesNotExist();
        assertThat(volumes.open(image()).name()).isEqualTo(FakeLvm.POOL);
        assertThat(image()).exists();
        volumes.close(image());
        volumes.close(image());
        assertThat(image()).doesNotExist();
        assertThat(volumes.images(FakeLvm.POOL)).containsExactly(SNAPSHOT);
    }

    @Test
    void snapshotHasTheContentOfAnImageThatIsNoDevice() throws IOException {
        volumes.create(FakeLvm.POOL, image(), EXTENT);
        Files.write(lvm.bytes("ebsnap-image-" + SNAPSHOT), new byte[] {7, 8, 9}, StandardOpenOption.WRITE);
        volumes.snapshot(image(), target());
        assertThat(Files.readAllBytes(target())).startsWith(7, 8, 9);
        volumes.remove(image());
        assertThat(Files.readAllBytes(target())).startsWith(7, 8, 9);
    }

    @Test
    void openingAfterABootActivates() {
        volumes.create(FakeLvm.POOL, target(), EXTENT);
        lvm.boot();
        assertThat(target()).doesNotExist();
        assertThat(volumes.open(target())).isNotNull();
        assertThat(target()).exists();
    }

    @Test
    void whatIsThereIsNeitherOverwrittenNorRemovedByAnotherAttempt() throws IOException {
        volumes.create(FakeLvm.POOL, target(), EXTENT);
        Files.write(target(), new byte[] {1}, StandardOpenOption.WRITE);
        assertThatThrownBy(() -> volumes.create(FakeLvm.POOL, target(), EXTENT))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("there already");
        assertThat(Files.readAllBytes(target())).startsWith(1);
    }

    @Test
    void volumeOfAnotherStoreOrWithoutTagsIsNeverTouched() {
        ThinVolumes others = lvm.volumesOf("9f9f");
        others.create(FakeLvm.POOL, target(), EXTENT);
        assertThat(volumes.targets(FakeLvm.POOL)).isEmpty();
        assertThatThrownBy(() -> volumes.remove(target()))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("not made by this daemon");
        assertThatThrownBy(() -> volumes.open(target())).isInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(() -> volumes.extend(target(), 9 * EXTENT)).isInstanceOf(Failure.Conflict.class);
        lvm.untag("ebsnap-" + VOLUME);
        assertThatThrownBy(() -> others.remove(target())).isInstanceOf(Failure.Conflict.class);
        assertThat(lvm.names()).containsExactly("ebsnap-" + VOLUME);
    }

    @Test
    void onlyNamesOfOurOwnAreTaken() {
        assertThat(volumes.isOwn(target())).isTrue();
        assertThat(volumes.isOwn(image())).isTrue();
        assertThat(volumes.isOwn(lvm.devices().resolve("vg/data"))).isFalse();
        assertThat(volumes.isOwn(lvm.devices().resolve("vg/ebsnap-snap-0123456789abcdef0")))
                .isFalse();
        assertThat(volumes.isOwn(Path.of("/elsewhere/vg/ebsnap-" + VOLUME))).isFalse();
        assertThatThrownBy(() -> volumes.remove(lvm.devices().resolve("vg/data")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fullPoolRefusesAndLeavesNothing() {
        lvm.pool(100, 20, true);
        assertThatThrownBy(() -> volumes.create(FakeLvm.POOL, target(), EXTENT))
                .isInstanceOf(Failure.Exhausted.class)
                .hasMessageContaining("reached threshold");
        assertThat(lvm.names()).isEmpty();
    }

    @Test
    void poolThatDoesNotZeroIsNotTrusted() {
        volumes.create(FakeLvm.POOL, target(), EXTENT);
        volumes.create(FakeLvm.POOL, image(), EXTENT);
        lvm.pool(1, 1, false);
        assertThatThrownBy(() -> volumes.create(FakeLvm.POOL, volumes.target(FakeLvm.POOL, "vol-1123456789abcdef0"), 1))
                .hasMessageContaining("lvchange --zero y vg/pool");
        assertThatThrownBy(() -> volumes.open(target())).hasMessageContaining("--zero y");
        assertThatThrownBy(() -> volumes.snapshot(image(), volumes.target(FakeLvm.POOL, "vol-2123456789abcdef0")))
                .hasMessageContaining("--zero y");
        assertThat(lvm.names()).hasSize(2);
    }

    @Test
    void groupThatIsAwayIsNoProofThatAVolumeIsGone() {
        volumes.create(FakeLvm.POOL, target(), EXTENT);
        lvm.disk(false);
        assertThatThrownBy(() -> volumes.sizeBytes(target())).isInstanceOf(Failure.Unavailable.class);
        assertThatThrownBy(() -> volumes.remove(target())).isInstanceOf(Failure.Unavailable.class);
        assertThatThrownBy(() -> volumes.open(target())).isInstanceOf(Failure.Unavailable.class);
        assertThatThrownBy(() -> volumes.pool(FakeLvm.POOL)).hasMessageContaining("\"vg\" not found");
        lvm.disk(true);
        volumes.remove(target());
        volumes.remove(target());
        assertThat(volumes.sizeBytes(target())).isEmpty();
        assertThatThrownBy(() -> volumes.open(target())).isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> volumes.pool(new ThinPoolName("vg", "other")))
                .hasMessageContaining("there is no thin pool vg/other");
    }

    @Test
    void extendingKeepsWhatIsLongEnough() {
        volumes.create(FakeLvm.POOL, target(), EXTENT);
        volumes.extend(target(), EXTENT);
        assertThat(volumes.sizeBytes(target())).contains(EXTENT);
        volumes.extend(target(), EXTENT + 1);
        assertThat(volumes.sizeBytes(target())).contains(2 * EXTENT);
    }

    @Test
    void ownVolumesAreKnownByTheNamesThatDeviceMapperHas() {
        assertThat(ThinVolumes.ownedAs("vg-ebsnap--vol--0123456789abcdef0"))
                .contains("the target of vol-0123456789abcdef0");
        assertThat(ThinVolumes.ownedAs("my--group-ebsnap--image--snap--0123456789abcdef0"))
                .contains("the image of snap-0123456789abcdef0 for fast restore");
        assertThat(ThinVolumes.ownedAs("vg-ebsnap--snap--0123456789abcdef0")).isEqualTo(Optional.empty());
        assertThat(ThinVolumes.ownedAs("vg-data")).isEmpty();
    }

    @Test
    void poolNamesHaveTwoParts() {
        assertThat(ThinPoolName.parse("vg-1/thin_pool")).isEqualTo(new ThinPoolName("vg-1", "thin_pool"));
        for (String wrong : new String[] {"vg", "vg/", "/pool", "vg/pool/x", "-vg/pool", "vg/p ool"}) {
            assertThatThrownBy(() -> ThinPoolName.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
