package io.ebsnap.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.AlignedBuffers;
import io.ebsnap.linux.LoopOptions;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresLoopDevices
class TargetsLoopIT {

    private static final long MIB = 1 << 20;

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    private final Machine machine = new Machine(disks);
    private Path last = Path.of("/dev/null");

    private BlockTarget open(Path path, long sizeBytes, boolean force) {
        last = path;
        return machine.devices().openTarget(new TargetOrder(path.toString(), sizeBytes, force));
    }

    @Nested
    class OfALoopDeviceWith512ByteSectors implements BlockTargetContract {
        @Override
        public BlockTarget target(long sizeBytes) throws IOException {
            return open(disks.loop(sizeBytes), sizeBytes, false);
        }

        @Override
        public byte[] lying() throws IOException {
            return Files.readAllBytes(last);
        }

        @Override
        public long oddSizeBytes() {
            return 3 * MIB + 4096 + 3 * 512;
        }
    }

    @Nested
    class OfALoopDeviceWith4096ByteSectors implements BlockTargetContract {
        @Override
        public BlockTarget target(long sizeBytes) throws IOException {
            Path image = disks.image(sizeBytes);
            return open(disks.attach(LoopOptions.of(image).withLogicalSectorBytes(4096)), sizeBytes, false);
        }

        @Override
        public byte[] lying() throws IOException {
            return Files.readAllBytes(last);
        }

        @Override
        public long oddSizeBytes() {
            return 3 * MIB + 3 * 4096;
        }
    }

    @Nested
    class OfANewFile implements BlockTargetContract {
        @Override
        public BlockTarget target(long sizeBytes) throws IOException {
            return open(disks.directory().resolve("restored"), sizeBytes, false);
        }

        @Override
        public byte[] lying() throws IOException {
            return Files.readAllBytes(last);
        }

        @Override
        public long oddSizeBytes() {
            return 3 * MIB + 4096 + 1001;
        }
    }

    @Test
    void aNewFileIsOneHoleOfTheOrderedSizeForRootAlone() throws IOException {
        Path file = disks.directory().resolve("new");
        try (BlockTarget target = open(file, 10L << 30, false)) {
            assertThat(target.knownZeros(0, 10L << 30)).isTrue();
            target.writeZeroes(5L << 30, MIB);
        }
        assertThat(Files.size(file)).isEqualTo(10L << 30);
        assertThat(Commands.run("stat", "-c", "%b %a", file.toString())).isEqualTo("0 600");
    }

    @Test
    void zeroedRangesOfALoopDeviceBecomeHolesOfItsFile() throws IOException {
        Path image = disks.image(8 * MIB);
        Path loop = disks.attach(LoopOptions.of(image));
        try (BlockTarget target = open(loop, 8 * MIB, false)) {
            byte[] ones = new byte[(int) (8 * MIB)];
            java.util.Arrays.fill(ones, (byte) 1);
            target.write(0, AlignedBuffers.allocate(ones.length).put(ones).flip());
            target.flush();
            target.writeZeroes(0, 8 * MIB);
            target.flush();
            assertThat(target.knownZeros(0, 8 * MIB)).isTrue();
        }
        assertThat(disks.linux().fileSpace().allocatedBytes(image)).isLessThan(MIB);
    }

    @Test
    void aMountedDeviceIsRefusedByForceTooAndTheMountIsNamed() throws IOException {
        Path loop = disks.loop(64 * MIB);
        disks.format("ext4", loop);
        Path point = disks.mount(loop);
        assertThatThrownBy(() -> open(loop, MIB, true))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("is mounted at " + point);
    }

    @Test
    void aDeviceUnderAnotherLoopDeviceIsRefused() throws IOException {
        Path lower = disks.loop(8 * MIB);
        Path upper = disks.attach(LoopOptions.of(lower));
        assertThatThrownBy(() -> open(lower, MIB, true))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("is under " + upper.getFileName());
    }

    @Test
    void aDeviceThatAProcessWritesToIsRefusedAndTheProcessIsNamed() throws IOException {
        Path loop = disks.loop(8 * MIB);
        Process writer = holdOpenForWriting(loop);
        disks.afterwards(writer::destroyForcibly);
        assertThatThrownBy(() -> open(loop, MIB, true))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("process " + writer.pid() + " (sh) has it open for writing");
    }

    static Process holdOpenForWriting(Path path) throws IOException {
        Process writer =
                new ProcessBuilder("/bin/sh", "-c", "exec 3<>\"$1\"; echo open; read x", "sh", path.toString()).start();
        assertThat((char) writer.getInputStream().read()).isEqualTo('o');
        return writer;
    }

    @Test
    void aSwapAreaIsRefused() throws IOException {
        Path loop = disks.loop(8 * MIB);
        Commands.run("mkswap", loop.toString());
        Commands.run("swapon", loop.toString());
        disks.afterwards(() -> Commands.run("swapoff", loop.toString()));
        assertThatThrownBy(() -> open(loop, MIB, true))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("swap");
    }

    @Test
    void aTargetThatIsOpenAlreadyIsRefused() throws IOException {
        Path loop = disks.loop(8 * MIB);
        Path file = disks.directory().resolve("file");
        try (BlockTarget first = open(loop, MIB, false);
                BlockTarget second = open(file, MIB, false)) {
            assertThat(first.name()).isEqualTo(loop.toString());
            assertThatThrownBy(() -> open(loop, MIB, true)).isInstanceOf(Failure.Conflict.class);
            assertThat(second.name()).isEqualTo(file.toString());
            assertThatThrownBy(() -> open(file, MIB, true)).isInstanceOf(Failure.Conflict.class);
        }
        open(loop, MIB, false).close();
        open(file, MIB, true).close();
    }

    @Test
    void aDeviceThatIsTooSmallOrReadOnlyIsInvalid() throws IOException {
        Path small = disks.loop(MIB);
        assertThatThrownBy(() -> open(small, MIB + 512, true))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessage(small + " is too small: it has 1048576 bytes, 1049088 are to be restored");
        Path readOnly = disks.attach(LoopOptions.of(disks.image(MIB)).withReadOnly());
        assertThatThrownBy(() -> open(readOnly, MIB, true))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessage(readOnly + " is read-only");
    }

    @Test
    void aDeviceWithContentAnywhereTellingNeedsForce() throws IOException {
        for (long offset : new long[] {0, 1080, 65600, 16 * MIB - 1, 16 * MIB - 65536, 8 * MIB}) {
            Path loop = disks.loop(16 * MIB);
            try (var file = new java.io.RandomAccessFile(loop.toFile(), "rw")) {
                file.seek(offset);
                file.write(1);
            }
            assertThatThrownBy(() -> open(loop, MIB, false))
                    .as("a byte at %d", offset)
                    .isInstanceOf(Failure.Conflict.class)
                    .hasMessage(loop + " is not empty");
            open(loop, MIB, true).close();
        }
    }

    @Test
    void anExistingFileWithContentNeedsForceAndThenHasTheOrderedSize() throws IOException {
        Path file = disks.directory().resolve("mine");
        Files.writeString(file, "precious");
        assertThatThrownBy(() -> open(file, MIB, false)).isInstanceOf(Failure.Conflict.class);
        assertThat(Files.readString(file)).isEqualTo("precious");
        open(file, MIB, true).close();
        assertThat(Files.size(file)).isEqualTo(MIB);
    }

    @Test
    void aFileUnderALoopDeviceIsRefusedAndTheDeviceIsNamed() throws IOException {
        Path image = disks.image(MIB);
        Path loop = disks.attach(LoopOptions.of(image));
        assertThatThrownBy(() -> open(image, MIB, true))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("backing file of " + loop);
    }

    @Test
    void aMistypedDeviceDoesNotBecomeAFile() {
        assertThatThrownBy(() -> open(Path.of("/dev/loop-absent"), MIB, true)).isInstanceOf(Failure.NotFound.class);
        assertThat(Path.of("/dev/loop-absent")).doesNotExist();
        assertThatThrownBy(() -> open(Path.of("/absent/file"), MIB, true)).isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> open(Path.of("/dev/null"), MIB, true)).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> machine.devices().openTarget(new TargetOrder("nbd://host/x", MIB, true)))
                .isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> machine.devices().openTarget(new TargetOrder("relative", MIB, true)))
                .isInstanceOf(Failure.Invalid.class);
    }
}
