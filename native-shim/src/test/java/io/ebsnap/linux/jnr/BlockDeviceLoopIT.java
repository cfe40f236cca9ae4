package io.ebsnap.linux.jnr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.linux.AlignedBuffers;
import io.ebsnap.linux.BlockDevice;
import io.ebsnap.linux.DeviceAccess;
import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.LoopOptions;
import io.ebsnap.linux.testing.Commands;
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

@RequiresLoopDevices
class BlockDeviceLoopIT {

    private static final int MIB = 1 << 20;

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    private BlockDevice open(Path path, DeviceAccess access) throws LinuxException {
        return disks.linux().blockDevices().open(path, access);
    }

    private static byte[] random(int bytes, long seed) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return content;
    }

    private static ByteBuffer aligned(byte[] content) {
        return AlignedBuffers.allocate(content.length).put(content).flip();
    }

    private static byte[] rest(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static byte[] read(BlockDevice device, long offset, int length) throws LinuxException {
        ByteBuffer target = AlignedBuffers.allocate(length);
        device.read(target, offset);
        return rest(target.flip());
    }

    @Test
    void sizeAndSectorsAreTheKernels() throws IOException {
        Path loop = disks.attach(LoopOptions.of(disks.image(8 * MIB)).withLogicalSectorBytes(4096));
        try (BlockDevice device = open(loop, DeviceAccess.readOnly())) {
            assertThat(device.sizeBytes())
                    .isEqualTo(Long.parseLong(Commands.run("blockdev", "--getsize64", loop.toString())));
            assertThat(device.logicalSectorBytes()).isEqualTo(4096);
            assertThat(device.physicalSectorBytes())
                    .isEqualTo(Integer.parseInt(Commands.run("blockdev", "--getpbsz", loop.toString())));
            assertThat(device.readOnly()).isFalse();
            assertThat(device.number().orElseThrow())
                    .hasToString(Commands.run("stat", "-c", "%Hr:%Lr", loop.toString()));
        }
    }

    @Test
    void directWriteIsReadBackFromAnyPositionOfTheBuffer() throws IOException {
        byte[] content = random(MIB, 1);
        try (BlockDevice device =
                open(disks.loop(8 * MIB), DeviceAccess.readWrite().direct().exclusively())) {
            device.write(aligned(content), 3 * MIB);
            device.syncData();
            ByteBuffer target = AlignedBuffers.allocate(2 * MIB).position(4096);
            assertThat(device.read(target.limit(4096 + MIB), 3 * MIB)).isEqualTo(MIB);
            assertThat(target.position()).isEqualTo(4096 + MIB);
            assertThat(rest(target.position(4096))).isEqualTo(content);
            assertThat(rest(target.limit(4096).position(0))).containsOnly(0);
        }
    }

    @Test
    void directReadOfADeviceWhoseSizeIsNoMultipleOfFourKibibytesGetsTheLastSectors() throws IOException {
        byte[] content = random(MIB + 3 * 512, 2);
        Path image = disks.image(0);
        Files.write(image, content);
        try (BlockDevice device = open(
                disks.attach(LoopOptions.of(image)), DeviceAccess.readOnly().direct())) {
            ByteBuffer target = AlignedBuffers.allocate(2 * MIB);
            assertThat(device.read(target, 0)).isEqualTo(content.length);
            assertThat(rest(target.flip())).isEqualTo(content);
            assertThat(device.read(AlignedBuffers.allocate(4096), MIB)).isEqualTo(3 * 512);
            assertThat(device.read(AlignedBuffers.allocate(700), MIB)).isEqualTo(700);
            assertThat(device.read(AlignedBuffers.allocate(4096), 2 * MIB)).isZero();
        }
    }

    @Test
    void directReadOfAFileOfAnyLengthGetsItsLastBytes() throws IOException {
        byte[] content = random(MIB + 1001, 3);
        Path image = Files.createFile(disks.fileSystem("ext4", 16 * MIB).resolve("image"));
        Files.write(image, content);
        try (BlockDevice file = open(image, DeviceAccess.readOnly().direct())) {
            assertThat(file.number()).isEmpty();
            assertThat(file.sizeBytes()).isEqualTo(content.length);
            assertThat(read(file, 0, content.length)).isEqualTo(content);
            assertThat(read(file, MIB, 4096)).hasSize(1001);
            assertThat(read(file, MIB, 1000)).hasSize(1000);
        }
    }

    @Test
    void directWriteOfAnyLengthWritesExactlyThat() throws IOException {
        byte[] content = random(4096 * 3 + 77, 4);
        Path image = Files.createFile(disks.fileSystem("ext4", 16 * MIB).resolve("image"));
        try (BlockDevice file = open(image, DeviceAccess.readWrite().direct())) {
            file.write(aligned(content), 4096);
            file.syncData();
            assertThat(read(file, 4096, content.length)).isEqualTo(content);
        }
        assertThat(Files.size(image)).isEqualTo(4096 + content.length);
        assertThat(Files.readAllBytes(image)).endsWith(content);
    }

    @Test
    void directAccessRefusesWhatIsNotAligned() throws IOException {
        try (BlockDevice device = open(disks.loop(MIB), DeviceAccess.readOnly().direct())) {
            assertThatThrownBy(() -> device.read(AlignedBuffers.allocate(4096), 100))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("offset 100");
            assertThatThrownBy(() -> device.read(AlignedBuffers.allocate(4096).position(1), 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("address");
            assertThatThrownBy(() -> device.read(ByteBuffer.allocate(4096), 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("heap");
        }
    }

    @Test
    void directAccessIsRefusedOrDoneWithoutWhereTheFileSystemCannot() throws IOException {
        Path file = Path.of("/proc/version");
        assertThatThrownBy(() -> open(file, DeviceAccess.readOnly().direct()))
                .hasMessage("open /proc/version: EINVAL (Invalid argument)");
        try (BlockDevice buffered = open(file, DeviceAccess.readOnly().directIfPossible())) {
            assertThat(buffered.direct()).isFalse();
            assertThat(buffered.directAlignmentBytes()).isEqualTo(1);
            assertThat(buffered.read(ByteBuffer.allocateDirect(5), 1)).isEqualTo(5);
        }
    }

    @Test
    void exclusiveOpeningFailsWhileTheDeviceIsMounted() throws IOException {
        Path loop = disks.loop(16 * MIB);
        disks.format("ext4", loop);
        disks.mount(loop);
        assertThatExceptionOfType(LinuxException.class)
                .isThrownBy(() -> open(loop, DeviceAccess.readOnly().exclusively()))
                .withMessage("open " + loop + ": EBUSY (Device or resource busy)")
                .matches(e -> e.errno() == Errno.EBUSY);
        open(loop, DeviceAccess.readOnly()).close();
    }

    @Test
    void aReadOnlyDeviceSaysSoAndRefusesWrites() throws IOException {
        Path loop = disks.attach(LoopOptions.of(disks.image(MIB)).withReadOnly());
        try (BlockDevice device = open(loop, DeviceAccess.readOnly())) {
            assertThat(device.readOnly()).isTrue();
        }
        assertThatThrownBy(() -> open(loop, DeviceAccess.readWrite()))
                .hasMessage("open " + loop + ": EROFS (Read-only file system)");
    }

    @Test
    void zeroesHolesAndDiscards() throws IOException {
        Path loop = disks.loop(4 * MIB);
        try (BlockDevice device = open(loop, DeviceAccess.readWrite().direct())) {
            device.write(aligned(random(4 * MIB, 5)), 0);
            device.zeroOut(0, MIB);
            assertThat(read(device, 0, MIB)).containsOnly(0);
            assertThat(device.punchHole(MIB, MIB)).isTrue();
            assertThat(read(device, MIB, MIB)).containsOnly(0);
            assertThat(device.discard(2 * MIB, MIB)).isTrue();
            assertThat(read(device, 3 * MIB, 4096)).isNotEqualTo(new byte[4096]);
            device.flushBuffers();
            device.dropCache(0, 0);
            device.sync();
        }
    }

    @Test
    void aFileTellsWhereItsDataBegins() throws IOException {
        Path image = disks.image(4 * MIB);
        try (BlockDevice file = open(image, DeviceAccess.readWrite())) {
            file.write(aligned(new byte[4096]), 2 * MIB);
            assertThat(file.nextData(0)).hasValue(2 * MIB);
            assertThat(file.nextData(2 * MIB + 5)).hasValue(2 * MIB + 5);
            assertThat(file.nextData(3 * MIB)).isEmpty();
        }
        try (BlockDevice device = open(disks.loop(MIB), DeviceAccess.readOnly())) {
            assertThat(device.nextData(4096)).hasValue(4096);
        }
    }

    @Test
    void whatIsInMemoryIsReadNowAndWhatIsNotIsLeft() throws IOException {
        byte[] content = random(MIB, 6);
        Path image = Files.createFile(disks.fileSystem("ext4", 16 * MIB).resolve("image"));
        Files.write(image, content);
        try (BlockDevice file = open(image, DeviceAccess.readOnly())) {
            file.sync();
            ByteBuffer target = ByteBuffer.allocateDirect(8192).position(100).limit(100 + 4096);
            assertThat(file.readNow(target, 512)).isEqualTo(4096);
            assertThat(target.position()).isEqualTo(100 + 4096);
            assertThat(rest(target.position(100))).isEqualTo(Arrays.copyOfRange(content, 512, 512 + 4096));
            file.dropCache(0, 0);
            assertThat(file.readNow(target.position(100), 512)).isZero();
            assertThat(target.position()).isEqualTo(100);
            assertThat(file.read(target, 512)).isEqualTo(4096);
            assertThat(file.readNow(target.position(100), 512)).isEqualTo(4096);
            assertThat(file.read(target.position(100), MIB - 96)).isEqualTo(96);
            assertThat(file.readNow(target.position(100), MIB - 96)).isEqualTo(96);
        }
    }

    @Test
    void neitherADirectDeviceNorOneWhoseFileSystemCannotTellHasAnythingNow() throws IOException {
        try (BlockDevice device = open(disks.loop(MIB), DeviceAccess.readOnly().direct());
                BlockDevice file = open(Path.of("/proc/version"), DeviceAccess.readOnly())) {
            assertThat(device.readNow(AlignedBuffers.allocate(4096), 0)).isZero();
            assertThat(file.readNow(ByteBuffer.allocateDirect(5), 0)).isZero();
            assertThat(file.read(ByteBuffer.allocateDirect(5), 0)).isEqualTo(5);
        }
    }

    @Test
    void aFailedWriteNamesDeviceAndOffset() throws IOException {
        Path loop = disks.loop(MIB);
        try (BlockDevice device = open(loop, DeviceAccess.readWrite())) {
            assertThatExceptionOfType(LinuxException.class)
                    .isThrownBy(() -> device.write(aligned(new byte[8192]), MIB - 4096))
                    .withMessage("pwrite " + loop + " at " + MIB + ": ENOSPC (No space left on device)");
        }
    }

    @Test
    void afterCloseEveryCallFailsWithEbadf() throws IOException {
        BlockDevice device = open(disks.loop(MIB), DeviceAccess.readOnly());
        device.close();
        device.close();
        assertThatExceptionOfType(LinuxException.class)
                .isThrownBy(() -> device.read(AlignedBuffers.allocate(512), 0))
                .matches(e -> e.errno() == Errno.EBADF);
    }

    @Test
    void openingWhatIsNoDeviceFails() {
        assertThatThrownBy(() -> open(Path.of("/dev/null"), DeviceAccess.readOnly()))
                .hasMessage("open /dev/null: ENOTBLK (Block device required)");
        assertThatThrownBy(() -> open(Path.of("/dev/absent"), DeviceAccess.readOnly()))
                .hasMessage("statx /dev/absent: ENOENT (No such file or directory)");
    }
}
