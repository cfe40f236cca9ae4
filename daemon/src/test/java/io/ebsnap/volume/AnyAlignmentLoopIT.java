package io.ebsnap.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.BlockDevice;
import io.ebsnap.linux.DeviceAccess;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.LoopOptions;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is asked for, at whatever address, a direct device does as a buffered one would. */
@RequiresLoopDevices
final class AnyAlignmentLoopIT {

    private static final int SIZE = 3 << 20;
    private static final int LENGTH_MAX = 600_000;

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    void deviceOfSectors(int sectorBytes) throws IOException {
        Path device = disks.attach(new LoopOptions(disks.image(SIZE), false, false, false, false, sectorBytes, 0, 0));
        compare(device, SIZE);
    }

    /** The end of a file need not be that of a unit. */
    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs"})
    void fileWithAnOddEnd(String type) throws IOException {
        Path disk = disks.loop(400L << 20);
        disks.format(type, disk);
        Path file = disks.mount(disk).resolve("file");
        Files.write(file, new byte[SIZE - 700]);
        compare(file, SIZE - 700);
        assertThat(Files.size(file)).isEqualTo(SIZE - 700);
    }

    @Test
    void endOfTheDeviceIsReadUpTo() throws IOException {
        Path device = disks.loop(8192);
        try (BlockDevice direct = open(device)) {
            ByteBuffer target = buffer(10_000, 3);
            assertThat(new AnyAlignment(direct).read(target, 5000)).isEqualTo(3192);
        }
    }

    private void compare(Path path, int size) throws LinuxException {
        Random random = new Random(size);
        byte[] expected = new byte[size];
        try (BlockDevice device = open(path)) {
            assertThat(device.direct()).isTrue();
            AnyAlignment access = new AnyAlignment(device);
            for (int step = 0; step < 400; step++) {
                int grain = random.nextBoolean() ? 1 : 4096;
                int offset = random.nextInt(size) / grain * grain;
                int length = Math.min(size - offset, (random.nextInt(LENGTH_MAX) / grain + 1) * grain);
                if (random.nextInt(4) == 0) {
                    length = Math.min(length, 100);
                }
                ByteBuffer bytes = buffer(length, random.nextBoolean() ? 0 : random.nextInt(4096));
                if (random.nextBoolean()) {
                    byte[] written = new byte[length];
                    random.nextBytes(written);
                    access.write(bytes.put(written).flip(), offset);
                    System.arraycopy(written, 0, expected, offset, length);
                } else {
                    assertThat(access.read(bytes, offset)).isEqualTo(length);
                    byte[] found = new byte[length];
                    bytes.flip().get(found);
                    assertThat(Arrays.mismatch(found, Arrays.copyOfRange(expected, offset, offset + length)))
                            .as("step " + step)
                            .isEqualTo(-1);
                }
            }
        }
    }

    private BlockDevice open(Path path) throws LinuxException {
        return disks.linux().blockDevices().open(path, DeviceAccess.readWrite().direct());
    }

    /** A buffer whose address is {@code skew} beyond a multiple of 4096. */
    private static ByteBuffer buffer(int length, int skew) {
        return ByteBuffer.allocateDirect(length + 3 * 4096).alignedSlice(4096).slice(skew, length);
    }
}
