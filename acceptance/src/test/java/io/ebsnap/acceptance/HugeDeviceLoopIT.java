package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.TaskState;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Promise 8: the memory of the daemon does not grow with the size of a volume. */
@RequiresLoopDevices
class HugeDeviceLoopIT {

    private static final long SIZE_BYTES = 15L << 40;
    private static final List<Long> PLACES = List.of(0L, 3L << 30, (7L << 40) + 12_345, SIZE_BYTES - 4096);
    private static final long PEAK_MEMORY_KIB_MAX = 700 * 1024;

    @RegisterExtension
    private final ScratchDisks disks = new ScratchDisks();

    @Test
    void sparseDeviceOfManyTebibytesIsSnapshottedAndRestoredInBoundedMemory() throws IOException {
        Path image = Path.of("/dev/shm")
                .resolve("ebsnap-huge-" + ProcessHandle.current().pid() + ".img");
        Path target = Path.of("/dev/shm")
                .resolve("ebsnap-huge-" + ProcessHandle.current().pid() + "-restored.img");
        disks.afterwards(() -> Files.deleteIfExists(image));
        disks.afterwards(() -> Files.deleteIfExists(target));
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(SIZE_BYTES);
            for (long place : PLACES) {
                file.seek(place);
                file.write(mark(place));
            }
        }
        try (RunningDaemon daemon = RunningDaemon.start(DaemonHome.in(disks.directory()))) {
            Jobs jobs = new Jobs(daemon);
            Snapshot snapshot = jobs.take(image);
            jobs.take(image);
            assertThat(jobs.restore(snapshot.snapshotId(), target, false).state())
                    .isEqualTo(TaskState.COMPLETED);
            assertThat(peakMemoryKib(daemon)).isLessThan(PEAK_MEMORY_KIB_MAX);
        }
        try (RandomAccessFile file = new RandomAccessFile(target.toFile(), "r")) {
            assertThat(file.length()).isEqualTo(SIZE_BYTES);
            for (long place : PLACES) {
                byte[] found = new byte[Long.BYTES];
                file.seek(place);
                file.readFully(found);
                assertThat(found).isEqualTo(mark(place));
            }
        }
    }

    private static byte[] mark(long place) {
        return ByteBuffer.allocate(Long.BYTES).putLong(~place).array();
    }

    private static long peakMemoryKib(RunningDaemon daemon) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + daemon.processId() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
