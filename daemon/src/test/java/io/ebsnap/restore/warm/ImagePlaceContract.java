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

/** What every place for images does. */
abstract class ImagePlaceContract {

    static final String SNAPSHOT = "snap-0123456789abcdef0";
    static final int PART = 1 << 20;
    static final long SIZE = 9L * PART + 12_345;

    final Linux linux = JnrLinux.load();

    @SuppressWarnings("NullAway.Init") // by begin(), before each test
    private ImagePlace images;

    /** An empty place. */
    abstract ImagePlace images() throws IOException;

    /** How volumes are made there. */
    abstract WarmMethod expected();

    /** Where a volume may be made: something else with every call. */
    abstract Path target();

    /** The bytes of the image, whether it can be opened just now or not. */
    abstract Path bytesOfImage();

    @BeforeEach
    void begin() throws IOException {
        images = images();
    }

    /** An image with holes: data at the beginning, in the middle and in the last bytes. */
    final void image() throws IOException {
        images.prepare(SNAPSHOT, SIZE);
        try (RandomAccessFile image =
                new RandomAccessFile(images.image(SNAPSHOT).toFile(), "rw")) {
            image.setLength(Math.max(SIZE, image.length()));
            byte[] data = new byte[PART / 2];
            Random random = new Random(3);
            for (long at : new long[] {0, 4L * PART, SIZE - 4321}) {
                random.nextBytes(data);
                image.seek(at);
                image.write(data, 0, (int) Math.min(data.length, SIZE - at));
            }
        }
        images.seal(SNAPSHOT);
    }

    final boolean copy() {
        AtomicLong dealtWith = new AtomicLong();
        boolean whole = images.copy(SNAPSHOT, dealtWith::addAndGet, () -> false);
        assertThat(dealtWith).hasValue(SIZE);
        return whole;
    }

    final void imageAndCopies(int count) throws IOException {
        image();
        for (int i = 0; images.method().needsCopies() && i < count; i++) {
            assertThat(copy()).isTrue();
        }
    }

    private Path place() {
        Path target = target();
        assertThat(images.place(SNAPSHOT, target)).isTrue();
        return target;
    }

    @Test
    void methodIsThatOfThePlace() {
        assertThat(images.method()).isEqualTo(expected());
        assertThat(images.tight()).isEmpty();
        assertThat(images.room().freeBytes())
                .isPositive()
                .isLessThanOrEqualTo(images.room().totalBytes());
    }

    @Test
    void placedVolumesHaveTheContentAndAreTheirOwn() throws IOException {
        imageAndCopies(2);
        byte[] content = Files.readAllBytes(bytesOfImage());
        Path one = place();
        Path other = place();
        assertThat(Files.readAllBytes(one)).isEqualTo(content);
        try (RandomAccessFile changed = new RandomAccessFile(one.toFile(), "rw")) {
            changed.write(new byte[PART]);
        }
        assertThat(Files.readAllBytes(other)).isEqualTo(content);
        assertThat(Files.readAllBytes(bytesOfImage())).isEqualTo(content);
        images.remove(SNAPSHOT);
        assertThat(Files.readAllBytes(other)).isEqualTo(content);
    }

    @Test
    void whatIsThereIsNotOverwritten() throws IOException {
        imageAndCopies(2);
        Path taken = place();
        Files.writeString(taken, "somebody's only copy");
        assertThatThrownBy(() -> images.place(SNAPSHOT, taken)).isInstanceOf(Failure.class);
        assertThat(taken).hasContent("somebody's only copy");
        assertThat(place()).exists();
    }

    @Test
    void volumeOfAnImageThatIsNotThereIsRefusedAndLeavesNothing() {
        Path target = target();
        if (!images.method().needsCopies()) {
            assertThatThrownBy(() -> images.place(SNAPSHOT, target)).isInstanceOf(Failure.class);
        } else {
            assertThat(images.place(SNAPSHOT, target)).isFalse();
        }
        assertThat(target).doesNotExist();
    }

    @Test
    void removedSnapshotLeavesNothingAndMayBeRemovedAgain() throws IOException {
        imageAndCopies(1);
        assertThat(images.known()).containsExactly(SNAPSHOT);
        images.remove(SNAPSHOT);
        images.remove(SNAPSHOT);
        assertThat(images.known()).isEmpty();
        assertThat(images.hasImage(SNAPSHOT, SIZE)).isFalse();
    }

    @Test
    void imageIsKnownByItsSize() throws IOException {
        assertThat(images.imageBytes(SNAPSHOT)).isZero();
        image();
        assertThat(images.hasImage(SNAPSHOT, SIZE)).isTrue();
        assertThat(images.hasImage(SNAPSHOT, 2 * SIZE)).isFalse();
        images.discardImage(SNAPSHOT);
        images.discardImage(SNAPSHOT);
        assertThat(images.hasImage(SNAPSHOT, SIZE)).isFalse();
    }

    @Test
    void imageThatWasBegunIsGoneOnWith() throws IOException {
        image();
        byte[] content = Files.readAllBytes(bytesOfImage());
        images.prepare(SNAPSHOT, SIZE);
        assertThat(images.imageBytes(SNAPSHOT)).isPositive();
        assertThat(Files.readAllBytes(images.image(SNAPSHOT))).isEqualTo(content);
    }
}
