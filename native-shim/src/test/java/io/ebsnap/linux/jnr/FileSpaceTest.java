package io.ebsnap.linux.jnr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ebsnap.linux.FileSpace;
import io.ebsnap.linux.FileSystemType;
import io.ebsnap.linux.FileSystemUsage;
import io.ebsnap.linux.testing.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSpaceTest {

    private static final int MIB = 1 << 20;

    private final FileSpace space = JnrLinux.load().fileSpace();

    @TempDir
    Path directory;

    private Path filled(int bytes) throws IOException {
        byte[] content = new byte[bytes];
        Arrays.fill(content, (byte) 1);
        return Files.write(directory.resolve("file"), content);
    }

    @Test
    void reservesSpaceAndLetsTheFileGrow() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assumeTrue(space.allocate(file, MIB, MIB), "the file system reserves no space");
        assertThat(Files.size(file)).isEqualTo(2 * MIB);
        assertThat(space.allocatedBytes(file)).isGreaterThanOrEqualTo(MIB);
    }

    @Test
    void aHoleReadsAsZerosAndTakesNoSpace() throws IOException {
        Path file = filled(2 * MIB);
        assumeTrue(space.punchHole(file, MIB, MIB), "the file system has no holes");
        assertThat(Files.size(file)).isEqualTo(2 * MIB);
        assertThat(space.allocatedBytes(file)).isLessThanOrEqualTo(MIB + MIB / 2);
        byte[] content = Files.readAllBytes(file);
        assertThat(Arrays.copyOf(content, MIB)).containsOnly(1);
        assertThat(Arrays.copyOfRange(content, MIB, 2 * MIB)).containsOnly(0);
    }

    @Test
    void aZeroedRangeKeepsItsSpace() throws IOException {
        Path file = filled(2 * MIB);
        assumeTrue(space.zeroRange(file, MIB, MIB), "the file system zeroes no ranges");
        assertThat(Arrays.copyOfRange(Files.readAllBytes(file), MIB, 2 * MIB)).containsOnly(0);
        assertThat(space.allocatedBytes(file)).isGreaterThanOrEqualTo(2 * MIB);
    }

    @Test
    void anEmptyRangeIsNothingToDo() throws IOException {
        Path file = filled(4096);
        assertThat(space.punchHole(file, 0, 0)).isTrue();
        assertThat(Files.size(file)).isEqualTo(4096);
    }

    @Test
    void usageIsWhatTheMachinesOwnCommandSays() throws IOException {
        FileSystemUsage usage = space.usage(directory);
        String[] blocks = Commands.run("stat", "-f", "-c", "%S %b %a %t", directory.toString())
                .split(" ", -1);
        long block = Long.parseLong(blocks[0]);
        assertThat(usage.totalBytes()).isEqualTo(Long.parseLong(blocks[1]) * block);
        assertThat(usage.availableBytes()).isCloseTo(Long.parseLong(blocks[2]) * block, within(1L << 30));
        assertThat(usage.freeBytes()).isGreaterThanOrEqualTo(usage.availableBytes());
        assertThat(usage.type()).isEqualTo(FileSystemType.ofMagic(Long.parseLong(blocks[3], 16)));
        assertThat(FileSystemType.ofMagic(12345)).isEqualTo(FileSystemType.OTHER);
    }
}
