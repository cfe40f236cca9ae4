package io.ebsnap.restore.hydration;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.partition.DiskBytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the machine's own file systems say about where their metadata lies. */
final class FileSystemMetadataIT {

    private static final int BLOCK = VolumeGeometry.BLOCK_BYTES;
    private static final Pattern INODE_TABLE = Pattern.compile("Inode table at (\\d+)-(\\d+)");

    @TempDir
    private Path folder;

    private Path image(long sizeBytes) throws IOException {
        Path image = folder.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(sizeBytes);
        }
        return image;
    }

    private static List<Long> metadataOf(Path image, long sizeBytes) {
        return FileSystemMetadata.blocksOf(
                "vol-0123456789abcdef0", new DiskBytes((offset, target) -> read(image, offset, target), 0, sizeBytes));
    }

    private static void read(Path image, long offset, ByteBuffer target) {
        try (RandomAccessFile open = new RandomAccessFile(image.toFile(), "r")) {
            open.getChannel().read(target, offset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Requires(command = {"mkfs.ext4", "dumpe2fs"})
    void everyInodeTableOfExt4IsNamed() throws IOException {
        Path image = image(1L << 30);
        Commands.run("mkfs.ext4", "-qF", "-b", "4096", image.toString());
        List<Long> blocks = metadataOf(image, 1L << 30);
        Matcher tables = INODE_TABLE.matcher(Commands.run("dumpe2fs", image.toString()));
        int count = 0;
        while (tables.find()) {
            count++;
            assertThat(blocks).contains(Long.parseLong(tables.group(1)) * 4096 / BLOCK);
            assertThat(blocks).contains(Long.parseLong(tables.group(2)) * 4096 / BLOCK);
        }
        assertThat(count).isEqualTo(8);
        assertThat(blocks).startsWith(0L).hasSizeLessThan(200);
    }

    @Test
    @Requires(command = "mkfs.xfs")
    void everyAllocationGroupOfXfsAndItsLogAreNamed() throws IOException {
        Path image = image(1L << 30);
        Commands.run("mkfs.xfs", "-qf", "-d", "agcount=4", image.toString());
        List<Long> blocks = metadataOf(image, 1L << 30);
        assertThat(blocks)
                .contains(0L, 512L, 1024L, 1536L)
                .hasSizeGreaterThan(10)
                .hasSizeLessThan(200);
    }

    @Test
    @Requires(command = {"mkfs.ext4", "sfdisk"})
    void fileSystemsOfPartitionsAreFound() throws IOException {
        Path image = image(1L << 30);
        Path script = folder.resolve("script");
        java.nio.file.Files.writeString(script, "label: gpt\nstart=2048, size=409600\nstart=411648, size=1000000\n");
        Commands.run("sh", "-c", "sfdisk -q " + image + " < " + script);
        Commands.run("mkfs.ext4", "-qF", "-b", "4096", "-E", "offset=" + 411_648L * 512, image.toString(), "500000k");
        List<Long> blocks = metadataOf(image, 1L << 30);
        assertThat(blocks).contains(411_648L * 512 / BLOCK).doesNotContain(0L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void garbageHasNoMetadataOrSome(long seed) throws IOException {
        Path image = image(8L << 20);
        Random random = new Random(seed);
        byte[] bytes = new byte[1 << 20];
        for (int round = 0; round < 25; round++) {
            random.nextBytes(bytes);
            bytes[1024 + 56] = 0x53;
            bytes[1024 + 57] = (byte) 0xEF;
            if (round % 2 == 0) {
                ByteBuffer.wrap(bytes).putInt(0, 0x58465342);
            }
            if (round % 3 == 0) {
                ByteBuffer.wrap(bytes).putLong(512, 0x4546492050415254L);
            } else {
                bytes[510] = 0x55;
                bytes[511] = (byte) 0xAA;
            }
            try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
                file.write(bytes);
            }
            assertThat(metadataOf(image, 8L << 20)).allMatch(block -> block >= 0 && block < 16);
        }
    }
}
