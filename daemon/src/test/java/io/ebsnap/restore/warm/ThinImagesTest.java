package io.ebsnap.restore.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.device.FakeLvm;
import io.ebsnap.device.ThinVolumes;
import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a thin pool. */
class ThinImagesTest extends ImagePlaceContract {

    @TempDir
    Path directory = Path.of("");

    private final AtomicInteger targets = new AtomicInteger();

    @SuppressWarnings("NullAway.Init") // by images(), before each test
    private FakeLvm lvm;

    @SuppressWarnings("NullAway.Init") // by images(), before each test
    private ThinVolumes volumes;

    @SuppressWarnings("NullAway.Init") // by images(), before each test
    private ThinImages images;

    @Override
    ImagePlace images() {
        lvm = new FakeLvm(directory);
        volumes = lvm.volumes();
        images = new ThinImages(volumes, FakeLvm.POOL, new WarmFiles(linux, directory.resolve("zone"), true));
        return images;
    }

    @Override
    WarmMethod expected() {
        return WarmMethod.THIN;
    }

    @Override
    Path target() {
        return volumes.target(FakeLvm.POOL, "vol-0000000000000000" + targets.incrementAndGet());
    }

    @Override
    Path bytesOfImage() {
        return lvm.bytes("ebsnap-image-" + SNAPSHOT);
    }

    @Test
    void imageIsNoDeviceOnceItIsMade() throws IOException {
        image();
        assertThat(images.image(SNAPSHOT)).doesNotExist();
        images.prepare(SNAPSHOT, SIZE);
        assertThat(images.image(SNAPSHOT)).exists();
    }

    @Test
    void poolThatIsAwayIsNoLostImage() throws IOException {
        image();
        lvm.disk(false);
        assertThatThrownBy(() -> images.hasImage(SNAPSHOT, SIZE)).isInstanceOf(Failure.Unavailable.class);
        assertThatThrownBy(() -> images.place(SNAPSHOT, target())).isInstanceOf(Failure.Unavailable.class);
        assertThatThrownBy(images::known).isInstanceOf(Failure.Unavailable.class);
        lvm.disk(true);
        assertThat(images.hasImage(SNAPSHOT, SIZE)).isTrue();
    }

    @Test
    void poolThatIsNearlyFullSaysSo() {
        lvm.pool(95.5, 20, true);
        assertThat(images.tight().orElseThrow()).startsWith("room: ");
        assertThat(images.room().freeBytes()).isEqualTo((long) ((400L << 20) * 0.045));
    }

    @Test
    void imagesOfAnotherStoreAreNoneOfOurs() throws IOException {
        lvm.volumesOf("9f9f").create(FakeLvm.POOL, images.image(SNAPSHOT), 1);
        assertThat(images.known()).isEmpty();
        assertThatThrownBy(() -> images.prepare(SNAPSHOT, SIZE)).isInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(() -> images.remove(SNAPSHOT)).isInstanceOf(Failure.Conflict.class);
    }

    @Test
    void filesOfImagesFromBeforeThePoolAreRemoved() throws IOException {
        Path image = directory.resolve("zone").resolve(WarmFiles.DIRECTORY).resolve(SNAPSHOT);
        Files.createDirectories(image);
        Files.write(image.resolve("image"), new byte[9]);
        assertThat(images.known()).isEmpty();
        assertThat(image).doesNotExist();
    }
}
