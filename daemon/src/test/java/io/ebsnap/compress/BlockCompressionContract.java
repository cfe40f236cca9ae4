package io.ebsnap.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every block compression must do. */
interface BlockCompressionContract {

    /** Stands before and behind every range that is written to. */
    int GUARD_BYTES = 64;

    /** Fills the guards. */
    byte GUARD = (byte) 0xA5;

    BlockCompressor compressor();

    BlockDecompressor decompressor();

    @ParameterizedTest
    @ValueSource(ints = {128, 129, 4096, 65_536, 65_537, 524_288})
    default void decompressesWhatItCompressed(int length) {
        byte[] plaintext = text(length, 1);
        byte[] compressed = new byte[length];

        int size = compressor()
                .compress(ArraySlice.of(plaintext), ArraySlice.of(compressed))
                .orElseThrow();
        byte[] back = decompress(compressor().codec(), new ArraySlice(compressed, 0, size), length);

        assertThat(size).isLessThan(length);
        assertThat(Arrays.equals(back, plaintext)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    default void decompressesAnyMixtureItCompressed(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            byte[] plaintext = mixture(random, 1 + random.nextInt(30_000));
            byte[] compressed = new byte[plaintext.length];
            OptionalInt size = compressor().compress(ArraySlice.of(plaintext), ArraySlice.of(compressed));
            if (size.isPresent()) {
                byte[] back = decompress(
                        compressor().codec(), new ArraySlice(compressed, 0, size.getAsInt()), plaintext.length);
                assertThat(Arrays.equals(back, plaintext)).isTrue();
                assertThat((plaintext.length - size.getAsInt()) * BlockCompressor.SAVING_DIVISOR)
                        .isGreaterThanOrEqualTo(plaintext.length);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16, 127, 4096, 524_288})
    default void givesUpOnWhatDoesNotGetSmaller(int length) {
        byte[] plaintext = new byte[length];
        new Random(length).nextBytes(plaintext);
        byte[] compressed = guarded(length);

        assertThat(compressor().compress(ArraySlice.of(plaintext), inside(compressed)))
                .isEmpty();
        assertGuardsWhole(compressed);
    }

    @Test
    default void readsAndWritesOnlyItsRanges() {
        byte[] wide = guarded(5000);
        System.arraycopy(text(5000, 2), 0, wide, GUARD_BYTES, 5000);
        byte[] compressed = guarded(5000);

        int size = compressor().compress(inside(wide), inside(compressed)).orElseThrow();
        byte[] back = decompress(compressor().codec(), new ArraySlice(compressed, GUARD_BYTES, size), 5000);

        assertThat(Arrays.equals(back, text(5000, 2))).isTrue();
        assertGuardsWhole(compressed);
    }

    @Test
    default void aTargetWithoutEnoughRoomIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        compressor().compress(ArraySlice.of(text(5000, 2)), new ArraySlice(new byte[6000], 0, 4000)));
    }

    @Test
    default void rawBytesAreCopied() {
        byte[] plaintext = text(777, 3);

        assertThat(decompress(Codec.RAW, ArraySlice.of(plaintext), 777)).isEqualTo(plaintext);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 776, 778, 4000})
    default void rawBytesOfAnotherLengthAreCorrupt(int length) {
        assertThatThrownBy(() -> decompress(Codec.RAW, ArraySlice.of(new byte[777]), length))
                .isInstanceOf(Failure.Corrupt.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4999, 5001, 524_288})
    default void anotherLengthThanToldIsCorrupt(int length) {
        byte[] compressed = new byte[5000];
        int size = compressor()
                .compress(ArraySlice.of(text(5000, 4)), ArraySlice.of(compressed))
                .orElseThrow();

        assertThatThrownBy(() -> decompress(compressor().codec(), new ArraySlice(compressed, 0, size), length))
                .isInstanceOf(Failure.Corrupt.class);
    }

    @Test
    default void noBytesAtAllAreCorrupt() {
        assertThatThrownBy(() -> decompress(compressor().codec(), ArraySlice.of(new byte[0]), 100))
                .isInstanceOf(Failure.Corrupt.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    default void alteredBytesAreCorruptOrFillTheTargetAndNothingElse(long seed) {
        Random random = new Random(seed);
        byte[] plaintext = mixture(random, 20_000);
        byte[] compressed = new byte[plaintext.length];
        int size = compressor()
                .compress(ArraySlice.of(plaintext), ArraySlice.of(compressed))
                .orElseThrow();
        for (int round = 0; round < 500; round++) {
            byte[] altered = Mutation.of(random, Arrays.copyOf(compressed, size));
            try {
                decompress(compressor().codec(), ArraySlice.of(altered), plaintext.length);
            } catch (Failure.Corrupt expected) {
                assertThat(expected).hasMessageContaining(compressor().codec().name());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    default void noiseIsCorruptOrFillsTheTargetAndNothingElse(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 1000; round++) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            try {
                decompress(compressor().codec(), ArraySlice.of(noise), random.nextInt(5000));
            } catch (Failure.Corrupt expected) {
                assertThat(expected).hasMessageContaining(compressor().codec().name());
            }
        }
    }

    /** Decompresses between guards, and looks at them also after a failure. */
    private byte[] decompress(Codec codec, ArraySlice compressed, int length) {
        byte[] target = guarded(length);
        try {
            decompressor().decompress(codec, compressed, inside(target));
        } finally {
            assertGuardsWhole(target);
        }
        return Arrays.copyOfRange(target, GUARD_BYTES, GUARD_BYTES + length);
    }

    private static byte[] guarded(int length) {
        byte[] bytes = new byte[length + 2 * GUARD_BYTES];
        Arrays.fill(bytes, GUARD);
        return bytes;
    }

    private static ArraySlice inside(byte[] guarded) {
        return new ArraySlice(guarded, GUARD_BYTES, guarded.length - 2 * GUARD_BYTES);
    }

    private static void assertGuardsWhole(byte[] guarded) {
        assertThat(Arrays.copyOf(guarded, GUARD_BYTES)).containsOnly(GUARD);
        assertThat(Arrays.copyOfRange(guarded, guarded.length - GUARD_BYTES, guarded.length))
                .containsOnly(GUARD);
    }

    private static byte[] text(int length, long seed) {
        byte[] text = new byte[length];
        Random random = new Random(seed);
        for (int i = 0; i < length; i++) {
            text[i] = (byte) ('a' + random.nextInt(3));
        }
        return text;
    }

    private static byte[] mixture(Random random, int length) {
        byte[] mixture = new byte[length];
        int at = 0;
        while (at < length) {
            int end = Math.min(length, at + 1 + random.nextInt(2000));
            byte[] run = new byte[end - at];
            if (random.nextBoolean()) {
                random.nextBytes(run);
            } else {
                Arrays.fill(run, (byte) random.nextInt());
            }
            System.arraycopy(run, 0, mixture, at, run.length);
            at = end;
        }
        return mixture;
    }
}
