package io.ebsnap.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ebsnap.geometry.ArraySlice;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Zstandard keeps what every compression promises, and makes less of it than LZ4. */
final class ZstdBlocksTest implements BlockCompressionContract {

    private static final Path NATIVES = Path.of("target", "natives");
    private static final Lz4Blocks LZ4 = Lz4Blocks.load();
    private static final ZstdBlocks ZSTD = ZstdBlocks.load(9, NATIVES, LZ4);

    @Override
    public BlockCompressor compressor() {
        return ZSTD;
    }

    @Override
    public BlockDecompressor decompressor() {
        return ZSTD;
    }

    @Test
    void whatLz4CompressedIsReadToo() {
        byte[] plaintext = new byte[9000];
        Arrays.fill(plaintext, 100, 8000, (byte) 3);
        byte[] compressed = new byte[9000];
        int length = LZ4.compress(ArraySlice.of(plaintext), ArraySlice.of(compressed))
                .orElseThrow();
        byte[] back = new byte[9000];
        ZSTD.decompress(Codec.LZ4, new ArraySlice(compressed, 0, length), ArraySlice.of(back));
        assertThat(back).isEqualTo(plaintext);
    }

    @ParameterizedTest
    @ValueSource(ints = {ZstdBlocks.LEVEL_MIN, 19})
    void everyLevelIsReadByEveryOther(int level) {
        byte[] plaintext = new byte[300_000];
        for (int i = 0; i < plaintext.length; i++) {
            plaintext[i] = (byte) ((i * 31) ^ (i >> 7));
        }
        byte[] compressed = new byte[plaintext.length];
        int length = ZstdBlocks.load(level, NATIVES, LZ4)
                .compress(ArraySlice.of(plaintext), ArraySlice.of(compressed))
                .orElseThrow();
        byte[] back = new byte[plaintext.length];
        ZSTD.decompress(Codec.ZSTD, new ArraySlice(compressed, 0, length), ArraySlice.of(back));
        assertThat(Arrays.equals(back, plaintext)).isTrue();
    }

    @Test
    void levelsThatAreNoneAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ZstdBlocks.load(0, NATIVES, LZ4));
        assertThatIllegalArgumentException().isThrownBy(() -> ZstdBlocks.load(20, NATIVES, LZ4));
    }
}
