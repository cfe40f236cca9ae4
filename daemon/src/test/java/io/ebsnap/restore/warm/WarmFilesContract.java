package io.ebsnap.restore.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.jnr.JnrLinux;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the files of images do on every file system. */
abstract class WarmFilesContract {

    static final String SNAPSHOT = "snap-0123456789abcdef0";
    private static final int PART = 1 << 20;
    private static final long SIZE = 9L * PART + 12_345;

    private final Linux linux = JnrLinux.load();

    @SuppressWarnings("NullAway.Init") // by begin(), before each test
    private WarmFiles files;

    @SuppressWarnings("NullAway.Init") // by begin(), before each test
    private Path zone;

    /** An empty directory of the file system. */
    abstract Path zone() throws IOException;

    /** How volumes are made there. */
    abstract WarmMethod expected();

    @BeforeEach
    void begin() throws IOException {
        zone = zone();
        files = new WarmFiles(linux, zone, true);
    }

    /** An image with holes: data at the beginning, in the middle and in the last bytes. */
    private void image() throws IOException {
        files.prepare(SNAPSHOT);
        try (RandomAccessFile image = new RandomAccessFile(files.image(SNAPSHOT).toFile(), "rw")) {
            image.setLength(SIZE);
            byte[] data = new byte[PART / 2];
            Random random = new Random(3);
            for (long at : new long[] {0, 4L * PART, SIZE - 4321}) {
                random.nextBytes(data);
                image.seek(at);
                image.write(data, 0, (int) Math.min(data.length, SIZE - at));
            }
        }
        files.seal(SNAPSHOT);
    }

    private boolean copy() {
        AtomicLong dealtWith = new AtomicLong();
        boolean whole = files.copy(SNAPSHOT, dealtWith::addAndGet, () -> false);
        assertThat(dealtWith).hasValue(SIZE);
        return whole;
    }

    private void copyTwice() {
        for (int i = 0; i < 2; i++) {
            assertThat(copy()).isTrue();
        }
    }

    private Path place() {
        Path target = zone.resolve("target" + System.nanoTime());
        assertThat(files.place(SNAPSHOT, files.method(), target)).isTrue();
        return target;
    }

    @Test
    void methodIsThatOfTheFileSystemAndLeavesNothingBehind() throws IOException {
        assertThat(files.method()).isEqualTo(expected());
        assertThat(zone.resolve(WarmFiles.DIRECTORY)).isEmptyDirectory();
        assertThat(new WarmFiles(linux, zone, false).method()).isEqualTo(WarmMethod.POOL);
    }

    @Test
    void placedVolumesHaveTheContentAndAreTheirOwn() throws IOException {
        image();
        copyTwice();
        byte[] content = Files.readAllBytes(files.image(SNAPSHOT));
        Path one = place();
        Path other = place();
        assertThat(Files.readAllBytes(one)).isEqualTo(content);
        try (RandomAccessFile changed = new RandomAccessFile(one.toFile(), "rw")) {
            changed.write(new byte[PART]);
        }
        assertThat(Files.readAllBytes(other)).isEqualTo(content);
        assertThat(Files.readAllBytes(files.image(SNAPSHOT))).isEqualTo(content);
    }

    @Test
    void copyKeepsHoles() throws IOException {
        image();
        assertThat(copy()).isTrue();
        Path copy = zone.resolve("target");
        assertThat(files.place(SNAPSHOT, WarmMethod.POOL, copy)).isTrue();
        assertThat(linux.fileSpace().allocatedBytes(copy)).isLessThan(3L * PART);
    }

    @Test
    void poolGivesEachCopyOnceAndThenNone() throws IOException {
        image();
        assertThat(files.copies(SNAPSHOT)).isZero();
        copyTwice();
        assertThat(files.copies(SNAPSHOT)).isEqualTo(2);
        assertThat(files.place(SNAPSHOT, WarmMethod.POOL, zone.resolve("one"))).isTrue();
        assertThat(files.place(SNAPSHOT, WarmMethod.POOL, zone.resolve("two"))).isTrue();
        assertThat(files.place(SNAPSHOT, WarmMethod.POOL, zone.resolve("three")))
                .isFalse();
        assertThat(zone.resolve("three")).doesNotExist();
    }

    @Test
    void whatIsThereIsNotOverwritten() throws IOException {
        image();
        assertThat(copy()).isTrue();
        Path taken = Files.writeString(zone.resolve("taken"), "somebody's only copy");
        assertThatThrownBy(() -> files.place(SNAPSHOT, files.method(), taken)).isInstanceOf(Failure.class);
        assertThat(taken).hasContent("somebody's only copy");
        assertThat(files.copies(SNAPSHOT)).isEqualTo(1);
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

    @Test
    void removedSnapshotLeavesNothingAndMayBeRemovedAgain() throws IOException {
        image();
        assertThat(copy()).isTrue();
        assertThat(files.known()).containsExactly(SNAPSHOT);
        files.remove(SNAPSHOT);
        files.remove(SNAPSHOT);
        assertThat(files.known()).isEmpty();
        assertThat(zone.resolve(WarmFiles.DIRECTORY)).isEmptyDirectory();
        assertThat(files.hasImage(SNAPSHOT, SIZE)).isFalse();
    }

    @Test
    void imageIsKnownByItsSizeAndMeasured() throws IOException {
        assertThat(files.imageBytes(SNAPSHOT)).isZero();
        image();
        assertThat(files.hasImage(SNAPSHOT, SIZE)).isTrue();
        assertThat(files.hasImage(SNAPSHOT, SIZE + 1)).isFalse();
        assertThat(files.imageBytes(SNAPSHOT)).isBetween((long) PART, SIZE);
        files.discardImage(SNAPSHOT);
        assertThat(files.hasImage(SNAPSHOT, SIZE)).isFalse();
    }
}
