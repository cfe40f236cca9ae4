package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.TaskState;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A store on a disk that fills up: snapshots fail clearly, deleting and collecting work all the same, nothing is lost. */
@RequiresLoopDevices
@Requires(command = "mkfs.ext4")
class FullDiskLoopIT {

    private static final long MEBIBYTE = 1L << 20;

    @RegisterExtension
    private final ScratchDisks disks = new ScratchDisks();

    @Test
    void fullDiskFailsTheSnapshotAndDeletingMakesRoomAgain() throws IOException {
        Path small = disks.fileSystem("ext4", 320 * MEBIBYTE);
        Path folder = disks.directory();
        DaemonHome beside = DaemonHome.in(folder);
        DaemonHome home = new DaemonHome(small.resolve("data"), beside.config(), beside.socket(), beside.log());
        Path source = randomImage(folder.resolve("source.img"), 60 * MEBIBYTE, 1);
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            Jobs jobs = new Jobs(daemon);
            Snapshot kept = jobs.take(source);
            String content = TestImage.digest(source);

            randomImage(source, 400 * MEBIBYTE, 2);
            Snapshot tooMuch = jobs.settled(jobs.begin(source).snapshotId());
            assertThat(tooMuch.state()).isEqualTo("error");
            assertThat(tooMuch.stateMessage()).containsIgnoringCase("space");

            fillUp(small);
            jobs.delete(tooMuch.snapshotId());
            assertThat(jobs.collectGarbage().state())
                    .as("collection on a full disk: " + daemon.log())
                    .isEqualTo(TaskState.COMPLETED);
            Files.delete(small.resolve("filler"));

            randomImage(source, 40 * MEBIBYTE, 3);
            jobs.take(source);
            Path restored = folder.resolve("restored.img");
            assertThat(jobs.restore(kept.snapshotId(), restored, false).state()).isEqualTo(TaskState.COMPLETED);
            assertThat(TestImage.digest(restored)).isEqualTo(content);
            assertThat(daemon.stop()).isZero();
        }
    }

    private static Path randomImage(Path file, long sizeBytes, long seed) throws IOException {
        Random random = new Random(seed);
        byte[] piece = new byte[1 << 20];
        try (RandomAccessFile image = new RandomAccessFile(file.toFile(), "rw")) {
            image.setLength(0);
            for (long written = 0; written < sizeBytes; written += piece.length) {
                random.nextBytes(piece);
                image.write(piece);
            }
        }
        return file;
    }

    /** Takes the last byte that the file system gives to anybody. */
    private static void fillUp(Path mounted) throws IOException {
        byte[] piece = new byte[4096];
        try (RandomAccessFile filler =
                new RandomAccessFile(mounted.resolve("filler").toFile(), "rw")) {
            while (true) {
                filler.write(piece);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }
}
