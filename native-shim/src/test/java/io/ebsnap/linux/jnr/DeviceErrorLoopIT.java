package io.ebsnap.linux.jnr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.linux.AlignedBuffers;
import io.ebsnap.linux.BlockDevice;
import io.ebsnap.linux.DeviceAccess;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.LoopOptions;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Devices that fail, and devices that many threads use. */
@RequiresLoopDevices
class DeviceErrorLoopIT {

    private static final int MIB = 1 << 20;
    private static final int BLOCK = 64 << 10;

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    @Test
    void aReadErrorNamesDeviceAndOffset() throws IOException {
        Path image = disks.image(4 * MIB);
        Path loop = disks.attach(LoopOptions.of(image));
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(MIB);
        }
        DeviceAccess access = DeviceAccess.readOnly().direct();
        try (BlockDevice device = disks.linux().blockDevices().open(loop, access)) {
            assertThatExceptionOfType(LinuxException.class)
                    .isThrownBy(() -> device.read(AlignedBuffers.allocate(BLOCK), 2 * MIB))
                    .withMessage("pread " + loop + " at " + 2 * MIB + ": EIO (Input/output error)");
            assertThat(device.read(AlignedBuffers.allocate(BLOCK), 0)).isEqualTo(BLOCK);
        }
    }

    @Test
    void manyThreadsReadOneDescriptorAtTheSameTime() throws Exception {
        byte[] content = new byte[8 * MIB];
        new Random(7).nextBytes(content);
        Path image = disks.image(0);
        Files.write(image, content);
        DeviceAccess access = DeviceAccess.readOnly().direct();
        try (BlockDevice device = disks.linux().blockDevices().open(disks.attach(LoopOptions.of(image)), access);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Boolean>> same = IntStream.range(0, content.length / BLOCK)
                    .mapToObj(block -> threads.submit(() -> sameBlock(device, content, block)))
                    .toList();
            for (Future<Boolean> each : same) {
                assertThat(each.get()).isTrue();
            }
        }
    }

    private static boolean sameBlock(BlockDevice device, byte[] content, int block) throws LinuxException {
        ByteBuffer target = AlignedBuffers.allocate(BLOCK);
        int offset = block * BLOCK;
        return device.read(target, offset) == BLOCK && target.flip().equals(ByteBuffer.wrap(content, offset, BLOCK));
    }
}
