package io.ebsnap.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.PackId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The layout of a pack and of a chunk's head, against a file of the first release and against mutations. */
final class PackFormatTest {

    private static final DomainId DOMAIN = DomainId.parse("000102030405060708090a0b0c0d0e0f");
    private static final PackHeader HEADER =
            new PackHeader(ChunkKind.DATA, PackId.parse("aabbccddeeff00112233445566778899"), DOMAIN);
    private static final int FIRST = 100;
    private static final int SECOND = 524_376;
    private static final List<PackTableEntry> ROWS = List.of(
            new PackTableEntry(id(1), 64, FIRST, 20, 0x01020304),
            new PackTableEntry(id(2), 64 + FIRST, SECOND, 524_288, 0xf1f2f3f4));
    private static final int TABLE_OFFSET = 64 + FIRST + SECOND;
    private static final ChunkRecordHeader RECORD = new ChunkRecordHeader(ChunkKind.PAGE, 1, 8240, 4000, DOMAIN, id(3));

    /** Header, table, footer and a record's head: 64 + 96 + 128 + 72 bytes that are on people's disks. */
    @Test
    void bytesAreThoseOfTheFirstRelease() throws IOException {
        assertThat(parts()).isEqualTo(golden());
    }

    @Test
    void readsTheBytesOfTheFirstRelease() throws IOException {
        byte[] golden = golden();
        byte[] header = Arrays.copyOfRange(golden, 0, 64);
        byte[] table = Arrays.copyOfRange(golden, 64, 160);
        PackFooter footer = PackFooter.decode(Arrays.copyOfRange(golden, 160, 288), TABLE_OFFSET + 96 + 128);
        assertThat(PackHeader.decode(header)).isEqualTo(HEADER);
        assertThat(footer.entries()).isEqualTo(2);
        assertThat(footer.tableOffset()).isEqualTo(TABLE_OFFSET);
        assertThat(footer.pack()).isEqualTo(HEADER.pack());
        assertThat(footer.domain()).isEqualTo(DOMAIN);
        assertThat(footer.mac()).containsOnly(7).hasSize(32);
        assertThat(PackTable.decode(header, table, footer)).isEqualTo(ROWS);
        assertThat(ChunkRecordHeader.decode(new ArraySlice(golden, 288, 72))).isEqualTo(RECORD);
    }

    @Test
    void tellsTooOldTooNewAndCorruptApart() {
        byte[] header = HEADER.encode();
        assertThatThrownBy(() -> PackHeader.decode(with(header, 9, 2))).isInstanceOf(Failure.TooNew.class);
        assertThatThrownBy(() -> PackHeader.decode(with(header, 9, 0))).isInstanceOf(Failure.TooOld.class);
        assertThatThrownBy(() -> PackHeader.decode(with(header, 0, 'X'))).isInstanceOf(Failure.Corrupt.class);
        assertThatThrownBy(() -> PackHeader.decode(with(header, 20, 0x55))).isInstanceOf(Failure.Corrupt.class);
        assertThatThrownBy(() -> PackHeader.decode(new byte[63])).isInstanceOf(Failure.Corrupt.class);
        byte[] record = record();
        assertThatThrownBy(() -> decodeRecord(with(record, 0, 2))).isInstanceOf(Failure.TooNew.class);
        assertThatThrownBy(() -> decodeRecord(with(record, 0, 0))).isInstanceOf(Failure.TooOld.class);
        assertThatThrownBy(() -> decodeRecord(with(record, 2, 3))).isInstanceOf(Failure.TooNew.class);
        assertThatThrownBy(() -> decodeRecord(with(record, 3, 2))).isInstanceOf(Failure.TooNew.class);
        assertThatThrownBy(() -> decodeRecord(with(record, 1, 3))).isInstanceOf(Failure.Corrupt.class);
    }

    @Test
    void boundsAreCheckedAlsoWhenTheChecksumIsRight() {
        for (int entries : new int[] {0, 4097, -1, Integer.MIN_VALUE}) {
            byte[] footer = footer().encode();
            ByteBuffer.wrap(footer).putInt(12, entries).putInt(124, Checksums.crc32c(footer, 0, 124));
            ByteBuffer.wrap(footer).putInt(124, Checksums.crc32c(footer, 0, 124));
            assertThatThrownBy(() -> PackFooter.decode(footer, TABLE_OFFSET + 224))
                    .isInstanceOf(Failure.Corrupt.class);
        }
        for (long offset : new long[] {0, 63, -1, Long.MIN_VALUE, Long.MAX_VALUE, 64L * 1024 * 1024 + 1}) {
            byte[] footer = footer().encode();
            ByteBuffer.wrap(footer).putLong(16, offset);
            ByteBuffer.wrap(footer).putInt(124, Checksums.crc32c(footer, 0, 124));
            assertThatThrownBy(() -> PackFooter.decode(footer, offset + 224)).isInstanceOf(Failure.Corrupt.class);
        }
        assertThatThrownBy(() -> PackFooter.decode(footer().encode(), TABLE_OFFSET + 225))
                .isInstanceOf(Failure.Corrupt.class);
    }

    @Test
    void recordsMustFollowEachOtherWithoutAGap() {
        List<PackTableEntry> gap = List.of(ROWS.get(0), new PackTableEntry(id(2), 165, SECOND - 1, 9, 9));
        byte[] table = PackTable.encode(gap);
        PackFooter footer = PackFooter.of(HEADER, TABLE_OFFSET, table, bytes -> new byte[32]);
        assertThatThrownBy(() -> PackTable.decode(HEADER.encode(), table, footer))
                .isInstanceOf(Failure.Corrupt.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noMutationGetsThroughOrBreaksAnythingElse(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] header = HEADER.encode();
        byte[] table = PackTable.encode(ROWS);
        byte[] footer = footer().encode();
        for (int i = 0; i < 3_000; i++) {
            byte[] someHeader = mutated(header, random);
            byte[] someTable = mutated(table, random);
            byte[] someFooter = mutated(footer, random);
            assertThatThrownBy(() -> PackHeader.decode(someHeader)).isInstanceOf(Failure.class);
            assertThatThrownBy(() -> PackFooter.decode(someFooter, TABLE_OFFSET + 224))
                    .isInstanceOf(Failure.class);
            assertThatThrownBy(() -> PackTable.decode(header, someTable, footer()))
                    .isInstanceOf(Failure.class);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void recordHeadOfAnyBytesIsWithinItsBoundsOrRefused(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] record = record();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = mutated(record, random);
            try {
                ChunkRecordHeader header = decodeRecord(bytes);
                assertThat(header.recordLength()).isBetween(89, 524_376);
                assertThat(header.plaintextLength()).isBetween(1, 524_288);
            } catch (Failure e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    private static byte[] golden() throws IOException {
        try (InputStream file = PackFormatTest.class.getResourceAsStream("v1/pack-parts.bin")) {
            return Objects.requireNonNull(file).readAllBytes();
        }
    }

    private static byte[] parts() {
        ByteBuffer parts = ByteBuffer.allocate(360);
        parts.put(HEADER.encode())
                .put(PackTable.encode(ROWS))
                .put(footer().encode())
                .put(record());
        return parts.array();
    }

    private static byte[] record() {
        byte[] record = new byte[72];
        RECORD.encode(ArraySlice.of(record));
        Arrays.fill(record, 60, 72, (byte) 9);
        return record;
    }

    private static PackFooter footer() {
        byte[] mac = new byte[32];
        Arrays.fill(mac, (byte) 7);
        return PackFooter.of(HEADER, TABLE_OFFSET, PackTable.encode(ROWS), bytes -> mac);
    }

    private static ChunkRecordHeader decodeRecord(byte[] bytes) {
        return ChunkRecordHeader.decode(ArraySlice.of(bytes));
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) value;
        return changed;
    }

    /** One to three bits flipped, or cut short. */
    private static byte[] mutated(byte[] bytes, SplittableRandom random) {
        if (random.nextInt(10) == 0) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        byte[] changed = bytes.clone();
        int first = random.nextInt(bytes.length * 8);
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            int bit = (first + i * 11) % (bytes.length * 8);
            changed[bit / 8] ^= (byte) (1 << bit % 8);
        }
        return changed;
    }

    private static ChunkId id(int value) {
        byte[] bytes = new byte[ChunkId.BYTES];
        Arrays.fill(bytes, (byte) value);
        return ChunkId.of(bytes);
    }
}
