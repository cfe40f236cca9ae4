package io.ebsnap.restore.warm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the files of images do on every file system. */
abstract class WarmFilesContract extends ImagePlaceContract {

    @SuppressWarnings("NullAway.Init") // by images(), before each test
    private WarmFiles files;

    /** In the same directory, where files share nothing. */
    @SuppressWarnings("NullAway.Init") // by images(), before each test
    private WarmFiles copied;

    @SuppressWarnings("NullAway.Init") // by images(), before each test
    private Path zone;

    private final AtomicInteger targets = new AtomicInteger();

    /** An empty directory of the file system. */
    abstract Path zone() throws IOException;

    @Override
    ImagePlace images() throws IOException {
        zone = zone();
        files = new WarmFiles(linux, zone, true);
        copied = new WarmFiles(linux, zone, false);
        return files;
    }

    @Override
    Path target() {
        return zone.resolve("target" + targets.incrementAndGet());
    }

    @Override
    Path bytesOfImage() {
        return files.image(SNAPSHOT);
    }

    @Test
    void findingTheMethodOutLeavesNothingBehind() throws IOException {
        assertThat(files.method()).isEqualTo(expected());
        assertThat(zone.resolve(WarmFiles.DIRECTORY)).isEmptyDirectory();
        assertThat(copied.method()).isEqualTo(WarmMethod.POOL);
    }

    @Test
    void copyKeepsHoles() throws IOException {
        image();
        assertThat(copy()).isTrue();
        Path copy = zone.resolve("target");
        assertThat(copied.place(SNAPSHOT, copy)).isTrue();
        assertThat(linux.fileSpace().allocatedBytes(copy)).isLessThan(3L * PART);
    }

    @Test
    void poolGivesEachCopyOnceAndThenNone() throws IOException {
        image();
        assertThat(files.copies(SNAPSHOT)).isZero();
        assertThat(copy()).isTrue();
        assertThat(copy()).isTrue();
        assertThat(files.copies(SNAPSHOT)).isEqualTo(2);
        assertThat(copied.place(SNAPSHOT, zone.resolve("one"))).isTrue();
        assertThat(copied.place(SNAPSHOT, zone.resolve("two"))).isTrue();
        assertThat(copied.place(SNAPSHOT, zone.resolve("three"))).isFalse();
        assertThat(zone.resolve("three")).doesNotExist();
    }

    @Test
    void removedSnapshotLeavesNoFile() throws IOException {
        image();
        assertThat(copy()).isTrue();
        files.remove(SNAPSHOT);
        assertThat(zone.resolve(WarmFiles.DIRECTORY)).isEmptyDirectory();
    }

    @Test
    void imageIsMeasured() throws IOException {
        image();
        assertThat(files.imageBytes(SNAPSHOT)).isBetween((long) PART, SIZE);
        assertThat(files.hasImage(SNAPSHOT, SIZE + 1)).isFalse();
    }

    @Test
    void copyThatEndsEarlyOrWasLeftByACrashIsNoReadyCopy() throws IOException {
        image();
        assertThat(files.copy(SNAPSHOT, bytes -> {}, () -> true)).isFalse();
        assertThat(files.copies(SNAPSHOT)).isZero();
        Path left = files.image(SNAPSHOT).resolveSibling("copy");
        Files.write(left, new byte[PART]);
        files.removeUnfinished(SNAPSHOT);
        assertThat(left).doesNotExist();
        Files.write(left, new byte[PART]);
        assertThat(copy()).isTrue();
    }
}
