package io.ebsnap.compress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.geometry.ArraySlice;
import org.junit.jupiter.api.Test;

/** The native LZ4, and what stands in for it. */
class Lz4BlocksTest implements BlockCompressionContract {

    private final Lz4Blocks blocks = Lz4Blocks.load();

    @Override
    public BlockCompressor compressor() {
        return blocks;
    }

    @Override
    public BlockDecompressor decompressor() {
        return blocks;
    }

    @Test
    void isTheNativeOneOnThisMachine() {
        assertThat(blocks).hasToString("LZ4Factory:JNI");
    }

    @Test
    void fallsBackToJavaWhenTheNativeLibraryDoesNotLoad() {
        Lz4Blocks fallback = Lz4Blocks.loadFrom(() -> {
            throw new UnsatisfiedLinkError("noexec temporary folder");
        });

        assertThat(fallback).hasToString("LZ4Factory:JavaSafe");
    }

    @Test
    void theTwoReadEachOther() {
        byte[] plaintext = new byte[10_000];
        byte[] compressed = new byte[10_000];
        byte[] back = new byte[10_000];
        plaintext[5000] = 1;
        Lz4Blocks java = Lz4Blocks.pureJava();

        int ofNative = blocks.compress(ArraySlice.of(plaintext), ArraySlice.of(compressed))
                .orElseThrow();
        java.decompress(Codec.LZ4, new ArraySlice(compressed, 0, ofNative), ArraySlice.of(back));
        assertThat(back).isEqualTo(plaintext);

        int ofJava = java.compress(ArraySlice.of(plaintext), ArraySlice.of(compressed))
                .orElseThrow();
        blocks.decompress(Codec.LZ4, new ArraySlice(compressed, 0, ofJava), ArraySlice.of(back));
        assertThat(back).isEqualTo(plaintext);
    }
}
