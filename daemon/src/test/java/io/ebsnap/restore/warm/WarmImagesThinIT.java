package io.ebsnap.restore.warm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.catalog.FastRestoreState;
import io.ebsnap.device.FakeLvm;
import io.ebsnap.device.ThinVolumes;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.volume.ThinZone;
import io.ebsnap.volume.Zone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a thin pool, with thin snapshots. */
class WarmImagesThinIT extends WarmImagesContract {

    @TempDir
    Path root = Path.of("");

    @SuppressWarnings("NullAway.Init") // by zone(), before each test
    private FakeLvm lvm;

    @SuppressWarnings("NullAway.Init") // by zone(), before each test
    private ThinVolumes volumes;

    @Override
    Zone zone() {
        lvm = new FakeLvm(root);
        volumes = lvm.volumes();
        return new Zone("a", root.resolve("zone"), Optional.of(new ThinZone(volumes, Optional.of(FakeLvm.POOL))));
    }

    @Override
    WarmMethod method() {
        return WarmMethod.THIN;
    }

    @Override
    Path target(int number) {
        return volumes.target(FakeLvm.POOL, String.format("vol-%017x", number));
    }

    @Override
    Path taken() {
        Path taken = target(99_999);
        volumes.create(FakeLvm.POOL, taken, 1);
        return taken;
    }

    private static String imageOf(SnapshotId snapshot) {
        return "ebsnap-image-" + snapshot.value();
    }

    @Override
    Path bytesOfImage(SnapshotId snapshot) {
        return lvm.bytes(imageOf(snapshot));
    }

    @Override
    void removeImage(SnapshotId snapshot) {
        volumes.remove(volumes.image(FakeLvm.POOL, snapshot.value()));
    }

    @Override
    void leaveImage(SnapshotId snapshot, byte[] bytes) throws IOException {
        volumes.create(FakeLvm.POOL, volumes.image(FakeLvm.POOL, snapshot.value()), bytes.length);
        Files.write(bytesOfImage(snapshot), bytes, StandardOpenOption.WRITE);
    }

    @Override
    void assertNoImage() {
        assertThat(lvm.names()).doesNotContain(imageOf(id));
    }

    @Override
    void assertNothingIsLeft() {
        assertThat(lvm.names()).noneMatch(name -> name.startsWith("ebsnap-image-"));
    }

    @Override
    int many() {
        return 4;
    }

    @Test
    void nearlyFullPoolRefusesAnImageAndSaysSo() throws IOException {
        lvm.pool(96, 10, true);
        assertThat(images.enable(id, "")).isNotNull();
        rounds(1);
        assertThat(state()).isEqualTo(FastRestoreState.ENABLING);
        assertThat(only().record().message()).startsWith("room: thin pool vg/pool is 96.0 % full");
        assertNoImage();
        assertLazy("enabling: room: thin pool vg/pool");
        lvm.pool(10, 92, true);
        nanos.addAndGet(WarmRounds.RETRY_NANOS);
        rounds(1);
        assertThat(only().record().message()).contains("metadata of thin pool vg/pool is 92.0 % full");
        lvm.pool(10, 10, true);
        enableAgain();
        assertFast();
    }

    private void enableAgain() {
        assertThat(images.enable(id, "")).isNotNull();
        rounds(1);
        assertThat(only().record().message()).isEmpty();
        assertThat(state()).isEqualTo(FastRestoreState.ENABLED);
    }

    @Test
    void poolThatBecomesFullWhileAnImageIsMadeGetsItsRoomBack() throws IOException {
        points.set(point -> {
            if (point.equals("fast-restore.filling")) {
                lvm.pool(95.1, 10, true);
                nanos.addAndGet(1_000_000_000);
            }
        });
        assertThat(images.enable(id, "")).isNotNull();
        rounds(1);
        assertThat(state()).isEqualTo(FastRestoreState.OPTIMIZING);
        assertThat(only().record().message()).startsWith("room: ");
        assertNoImage();
        points.set(CrashPoints.NONE);
        lvm.pool(10, 10, true);
        enableAgain();
        assertFast();
    }

    @Test
    void poolThatIsAwayMakesVolumesLazyAndLosesNothing() throws IOException {
        enable();
        lvm.disk(false);
        rounds(2);
        assertThat(state()).isEqualTo(FastRestoreState.ENABLED);
        assertLazy("\"vg\" not found");
        daemon(SETTINGS);
        rounds(1);
        assertThat(state()).isEqualTo(FastRestoreState.ENABLED);
        lvm.disk(true);
        rounds(1);
        assertFast();
    }

    @Test
    void imageIsThereAfterABoot() throws IOException {
        enable();
        lvm.boot();
        daemon(SETTINGS);
        rounds(1);
        assertThat(state()).isEqualTo(FastRestoreState.ENABLED);
        assertFast();
    }
}
