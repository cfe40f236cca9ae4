package io.ebsnap.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockMapPageTest {

    /** Level 1, slots 0 and 9 present: version 1 for good. */
    private static final String GOLDEN = "45425047" + "0001" + "01" + "00" + "0002" + "000000000000" + "0102"
            + "00".repeat(30) + "aa".repeat(32) + "bb".repeat(32);

    @Test
    void goldenPageOfVersionOneReadsAndWritesTheSameForGood() {
        byte[] bytes = HexFormat.of().parseHex(GOLDEN);
        BlockMapPage page = BlockMapPage.decode(bytes, bytes.length);
        assertThat(page.level()).isEqualTo(1);
        assertThat(page.slot(0)).isEqualTo(ChunkId.parse("aa".repeat(32)));
        assertThat(page.slot(9)).isEqualTo(ChunkId.parse("bb".repeat(32)));
        assertThat(page.slot(1)).isNull();
        assertThat(page.encode()).isEqualTo(bytes);
    }

    @Test
    void versionsOutOfRangeAreToldApartFromDamage() {
        byte[] newer = HexFormat.of().parseHex(GOLDEN);
        newer[5] = 2;
        assertThatThrownBy(() -> BlockMapPage.decode(newer, newer.length)).isInstanceOf(Failure.TooNew.class);
        newer[5] = 0;
        assertThatThrownBy(() -> BlockMapPage.decode(newer, newer.length)).isInstanceOf(Failure.TooOld.class);
        newer[0] = 0;
        assertThatThrownBy(() -> BlockMapPage.decode(newer, newer.length)).isInstanceOf(Failure.Corrupt.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsEncodedIsDecoded(long seed) {
        Random random = new Random(seed);
        @Nullable ChunkId[] slots = new @Nullable ChunkId[BlockMapPage.FAN_OUT];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = random.nextInt(5) < seed ? randomId(random) : null;
        }
        slots[(int) seed] = randomId(random);
        BlockMapPage page = BlockMapPage.of(random.nextInt(BlockMapPage.LEVEL_MAX + 1), slots);
        byte[] bytes = page.encode();
        assertThat(BlockMapPage.decode(bytes, bytes.length)).isEqualTo(page);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void mutatedPagesFailOnlyAsCorruptOrOfAnotherVersion(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = HexFormat.of().parseHex(GOLDEN);
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bytes[random.nextInt(48)] = (byte) random.nextInt();
            }
            int length = random.nextInt(bytes.length + 1);
            assertThatCode(() -> decodeOrFail(bytes, length)).doesNotThrowAnyException();
        }
    }

    private static void decodeOrFail(byte[] bytes, int length) {
        try {
            BlockMapPage.decode(bytes, length);
        } catch (Failure expected) {
            assertThat(expected).hasMessageContaining("block map page");
        }
    }

    private static ChunkId randomId(Random random) {
        byte[] bytes = new byte[ChunkId.BYTES];
        random.nextBytes(bytes);
        return ChunkId.of(bytes);
    }
}
