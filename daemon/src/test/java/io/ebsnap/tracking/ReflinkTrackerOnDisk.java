package io.ebsnap.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.device.InstantChooser;
import io.ebsnap.device.InstantOrder;
import io.ebsnap.device.InstantSettings;
import io.ebsnap.device.PointInTime;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a real file system whose files share blocks. */
abstract class ReflinkTrackerOnDisk extends ChangeTrackerContract {

    private static final long MIB = 1 << 20;

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    private final String fileSystem;
    private final AtomicLong nanos = new AtomicLong();
    private Path image = Path.of("/");

    ReflinkTrackerOnDisk(String fileSystem) {
        this.fileSystem = fileSystem;
    }

    @BeforeEach
    void makeImage() throws IOException {
        image = disks.fileSystem(fileSystem, 400 * MIB).resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(SIZE);
        }
    }

    @Override
    ChangeTracker tracker() throws IOException {
        return tracker(0);
    }

    private ChangeTracker tracker(int freePercentMin) throws IOException {
        return new ReflinkTracker(disks.linux(), disks.directory().resolve("tracking"), freePercentMin);
    }

    @Override
    void write(long block, byte[] content) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(block * VolumeGeometry.BLOCK_BYTES);
            file.write(content);
        }
    }

    @Override
    PointInTime instant(SnapshotId snapshot) throws IOException {
        InstantSettings settings =
                new InstantSettings(disks.directory().resolve("state"), List::of, Duration.ofMinutes(1), 15);
        InstantChooser.Outside outside = new InstantChooser.Outside(
                disks.linux(),
                uri -> {
                    throw new AssertionError(uri);
                },
                InstantSource.system(),
                () -> nanos.addAndGet(1_000_000));
        return InstantChooser.of(settings, outside)
                .take(new InstantOrder(image.toString(), snapshot, Optional.empty()));
    }

    @Test
    void oneCopyIsKeptAndNothingIsLeftWhenItIsForgotten() throws Exception {
        write(1, content(new Random(1), 1));
        complete();
        complete();
        try (var files = Files.list(image.resolveSibling(".ebsnap"))) {
            assertThat(files).containsExactly(kept());
        }
        tracker().forget(VOLUME);
        assertThat(image.resolveSibling(".ebsnap")).doesNotExist();
        assertThat(disks.directory().resolve("tracking")).isEmptyDirectory();
    }

    @Test
    void copyThatSomebodyWroteToIsDoubted() throws Exception {
        write(1, content(new Random(1), 1));
        TrackedSnapshot parent = complete();
        FileTime modified = Files.getLastModifiedTime(kept());
        try (RandomAccessFile file = new RandomAccessFile(kept().toFile(), "rw")) {
            file.write(1);
        }
        Files.setLastModifiedTime(kept(), modified);
        requireDoubt(parent, "has changed");
    }

    @Test
    void copyThatIsChangedWhileItIsComparedVoidsTheAnswer() throws Exception {
        write(1, content(new Random(1), 1));
        TrackedSnapshot parent = complete();
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            ChangeTracker.Answer answer = tracker().since(parent, instant);
            try (ChangeCursor changes = ((ChangeTracker.Answer.Known) answer).changes()) {
                assertThat(changes.unchangedFrom(0, BLOCKS)).isEqualTo(BLOCKS);
                Files.delete(kept());
                assertThat(changes.voided()).isPresent();
            }
        }
    }

    @Test
    void copyOfAnotherFileInItsPlaceIsDoubted() throws Exception {
        write(1, content(new Random(1), 1));
        TrackedSnapshot parent = complete();
        Path other = kept().resolveSibling("other");
        disks.linux().reflink().cloneFile(kept(), other);
        Files.delete(kept());
        Files.move(other, kept());
        requireDoubt(parent, "has changed");
    }

    @Test
    void noteWithAnyBitFlippedOrCutOffIsDoubted() throws Exception {
        write(1, content(new Random(1), 1));
        TrackedSnapshot parent = complete();
        Path note = disks.directory().resolve("tracking").resolve(VOLUME + ".reflink");
        byte[] whole = Files.readAllBytes(note);
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
                byte[] flipped = whole.clone();
                flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                Files.write(note, flipped);
                requireNotKnown(parent, instant);
            }
            for (int length = 0; length < whole.length; length++) {
                Files.write(note, Arrays.copyOf(whole, length));
                requireNotKnown(parent, instant);
            }
        }
        TrackedSnapshot again = complete();
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            assertThat(unchanged(again, instant)).hasSize(BLOCKS);
        }
    }

    @Test
    void crashBetweenTheStepsOfKeepingIsDoubtAndLeavesNothingForGood() throws Exception {
        write(1, content(new Random(1), 1));
        TrackedSnapshot former = complete();
        Path note = disks.directory().resolve("tracking").resolve(VOLUME + ".reflink");
        byte[] formerNote = Files.readAllBytes(note);
        TrackedSnapshot parent = complete();
        byte[] half = Files.readAllBytes(note);
        Files.write(note, formerNote);
        requireDoubt(former, "has changed");
        requireDoubt(parent, "not of " + parent.snapshot());
        Files.write(note, half);
        Files.delete(kept());
        requireDoubt(parent, "cannot be looked at");
        tracker().sweep(snapshot -> false);
        assertThat(disks.directory().resolve("tracking")).isEmptyDirectory();
    }

    @Test
    void nothingIsKeptWhereSpaceIsShortAndWhatIsKeptIsGivenUp() throws Exception {
        write(1, content(new Random(1), 1));
        TrackedSnapshot parent = complete();
        tracker().relieve();
        assertThat(kept()).exists();
        tracker(100).relieve();
        assertThat(kept()).doesNotExist();
        requireDoubt(parent, "no copy is kept");
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            assertThatThrownBy(() -> tracker(100).completed(next(), instant))
                    .isInstanceOf(Failure.Exhausted.class)
                    .hasMessageContaining("100 %");
        }
        assertThat(image.resolveSibling(".ebsnap")).doesNotExist();
    }

    @Test
    void fileOfThousandsOfExtentsIsComparedToTheBlock() throws Exception {
        Random random = new Random(5);
        byte[] piece = new byte[4096];
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            for (long offset = 0; offset < 30L * VolumeGeometry.BLOCK_BYTES; offset += 8192) {
                random.nextBytes(piece);
                file.seek(offset);
                file.write(piece);
            }
        }
        TrackedSnapshot parent = complete();
        write(7, content(random, 7));
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(12L * VolumeGeometry.BLOCK_BYTES + 4096);
            file.write(piece);
        }
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            assertThat(unchanged(parent, instant)).hasSize(BLOCKS - 2).doesNotContain(7L, 12L);
        }
    }

    private Path kept() {
        return image.resolveSibling(".ebsnap").resolve(VOLUME + ".kept");
    }

    private void requireDoubt(TrackedSnapshot parent, String words) throws Exception {
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            assertThat(tracker().since(parent, instant))
                    .isInstanceOfSatisfying(
                            ChangeTracker.Answer.Doubt.class,
                            doubt -> assertThat(doubt.reason()).contains(words));
        }
    }

    private void requireNotKnown(TrackedSnapshot parent, PointInTime instant) throws IOException {
        try {
            assertThat(tracker().since(parent, instant)).isNotInstanceOf(ChangeTracker.Answer.Known.class);
        } catch (Failure damaged) {
            assertThat(damaged.getMessage()).isNotEmpty();
        }
    }
}
