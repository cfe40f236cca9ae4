package io.ebsnap.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.partition.DiskBytes;
import io.ebsnap.volume.MemoryDataPlane;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Labels and metadata areas of physical volumes, as LVM writes them and as a stranger may. */
class LvmLabelTest {

    private static final int AREA = 4096;
    private static final int AREA_BYTES = 4096;
    private static final String TEXT = "vg { id = \"x\" }\n".repeat(40);

    /** A physical volume whose metadata begins at this offset of its area, and goes on behind the area's header. */
    private static byte[] physicalVolume(int offset) {
        byte[] bytes = new byte[64 << 10];
        ByteBuffer disk = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        disk.put(512, ascii("LABELONE")).putInt(512 + 20, 32).put(512 + 24, ascii("LVM2 001"));
        int header = 512 + 32;
        disk.put(header, ascii("abcdef0123456789ABCDEF0123456789"));
        disk.putLong(header + 40, 1 << 20).putLong(header + 72, AREA).putLong(header + 80, AREA_BYTES);
        disk.put(AREA + 4, ascii(" LVM2 x[5A%r0N*>")).putInt(AREA + 20, 1);
        disk.putLong(AREA + 24, AREA).putLong(AREA + 32, AREA_BYTES);
        disk.putLong(AREA + 40, offset).putLong(AREA + 48, TEXT.length());
        for (int i = 0; i < TEXT.length(); i++) {
            int at = offset + i;
            bytes[AREA + (at < AREA_BYTES ? at : at - AREA_BYTES + 512)] = (byte) TEXT.charAt(i);
        }
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Optional<String> metadata(byte[] disk) {
        DiskBytes part = SnapshotParts.bytes(new MemoryDataPlane("snap-1", disk, true));
        return LvmLabel.find(part).flatMap(label -> label.metadata(part));
    }

    @Test
    void metadataGoesOnBehindTheHeaderOfItsAreaWhereThatEnds() {
        for (int offset : new int[] {512, 1024, AREA_BYTES - 1, AREA_BYTES - TEXT.length(), AREA_BYTES - 100}) {
            assertThat(metadata(physicalVolume(offset))).as("at %d", offset).hasValue(TEXT);
        }
    }

    @Test
    void theUuidIsWrittenWithItsDashes() {
        DiskBytes part = SnapshotParts.bytes(new MemoryDataPlane("snap-1", physicalVolume(512), true));
        assertThat(LvmLabel.find(part).map(LvmLabel::uuid)).hasValue("abcdef-0123-4567-89AB-CDEF-0123-456789");
    }

    @Test
    void numbersOfAStrangerLeadNowhere() {
        byte[] sound = physicalVolume(1024);
        for (int field : new int[] {512 + 20, 512 + 32 + 40, 512 + 32 + 72, AREA + 32, AREA + 40, AREA + 48}) {
            for (long value : new long[] {0, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40, 511}) {
                byte[] disk = sound.clone();
                ByteBuffer.wrap(disk).order(ByteOrder.LITTLE_ENDIAN).putLong(field, value);
                Optional<String> read = metadata(disk);
                assertThat(read.map(String::length).orElse(0)).isLessThanOrEqualTo(4 << 20);
            }
        }
    }

    @Test
    void noDiskOfNoiseIsMoreThanAnError() {
        Random random = new Random(9);
        for (int round = 0; round < 200; round++) {
            byte[] disk = physicalVolume(1024);
            for (int i = 0; i < 40; i++) {
                disk[random.nextInt(8192)] = (byte) random.nextInt();
            }
            disk[510] = 0x55;
            disk[511] = (byte) 0xAA;
            for (int i = 446; i < 510; i++) {
                disk[i] = random.nextInt(3) == 0 ? (byte) random.nextInt() : 0;
            }
            assertThat(SnapshotParts.of(new MemoryDataPlane("snap-1", disk, true)))
                    .as("round %d", round)
                    .isNotEmpty()
                    .allSatisfy(part -> part.stretches()
                            .forEach(stretch -> assertThat(stretch.end()).isLessThanOrEqualTo(disk.length)));
        }
    }
}
