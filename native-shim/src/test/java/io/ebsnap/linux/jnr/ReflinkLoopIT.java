package io.ebsnap.linux.jnr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.linux.Errno;
import io.ebsnap.linux.Extent;
import io.ebsnap.linux.ExtentCursor;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.Reflink;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresLoopDevices
class ReflinkLoopIT {

    private static final int MIB = 1 << 20;

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    private final Reflink reflink = disks.linux().reflink();

    private static byte[] random(int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return content;
    }

    private void aCloneSharesBlocksUntilOneIsWritten(String fileSystem) throws IOException {
        Path directory = disks.fileSystem(fileSystem, 320L * MIB);
        byte[] content = random(2 * MIB + 77);
        Path source = Files.write(directory.resolve("source"), content);
        Path target = directory.resolve("target");
        reflink.cloneFile(source, target);
        assertThat(target).hasBinaryContent(content);
        assertThat(firstExtent(target).shared()).isTrue();

        try (FileChannel channel = FileChannel.open(source, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[MIB]));
        }
        assertThat(target).hasBinaryContent(content);
        assertThatThrownBy(() -> reflink.cloneFile(source, target))
                .hasMessage("open " + target + ": EEXIST (File exists)");
    }

    private Extent firstExtent(Path file) throws IOException {
        try (ExtentCursor cursor = disks.linux().extents().extents(file, 0, MIB, true)) {
            return cursor.next().orElseThrow();
        }
    }

    @Test
    @Requires(command = "mkfs.xfs", fileSystem = "xfs")
    void anXfsCloneSharesBlocksUntilOneIsWritten() throws IOException {
        aCloneSharesBlocksUntilOneIsWritten("xfs");
    }

    @Test
    @Requires(command = "mkfs.btrfs", fileSystem = "btrfs")
    void aBtrfsCloneSharesBlocksUntilOneIsWritten() throws IOException {
        aCloneSharesBlocksUntilOneIsWritten("btrfs");
    }

    @Test
    @Requires(command = "mkfs.xfs", fileSystem = "xfs")
    void aRangeGoesWhereItWasAskedTo() throws IOException {
        Path directory = disks.fileSystem("xfs", 320L * MIB);
        byte[] content = random(2 * MIB);
        Path source = Files.write(directory.resolve("source"), content);
        Path target = Files.write(directory.resolve("target"), new byte[MIB]);
        reflink.cloneRange(source, MIB, 8192, target, 4096);
        reflink.cloneRange(source, MIB, 0, target, MIB);
        byte[] copied = Files.readAllBytes(target);
        assertThat(copied).hasSize(2 * MIB);
        assertThat(Arrays.copyOfRange(copied, 4096, 4096 + 8192))
                .isEqualTo(Arrays.copyOfRange(content, MIB, MIB + 8192));
        assertThat(Arrays.copyOfRange(copied, MIB, 2 * MIB)).isEqualTo(Arrays.copyOfRange(content, MIB, 2 * MIB));
        assertThat(Arrays.copyOf(copied, 4096)).containsOnly(0);
        assertThatExceptionOfType(LinuxException.class)
                .isThrownBy(() -> reflink.cloneRange(source, 100, 4096, target, 4096))
                .withMessage("FICLONERANGE " + target + " at 4096: EINVAL (Invalid argument)");
    }

    @Test
    void whereFilesCannotShareTheTargetIsRemovedAgain() throws IOException {
        Path directory = disks.fileSystem("ext4", 32L * MIB);
        Path source = Files.write(directory.resolve("source"), random(MIB));
        Path target = directory.resolve("target");
        assertThatExceptionOfType(LinuxException.class)
                .isThrownBy(() -> reflink.cloneFile(source, target))
                .matches(e -> e.errno() == Errno.EOPNOTSUPP);
        assertThat(target).doesNotExist();
    }
}
