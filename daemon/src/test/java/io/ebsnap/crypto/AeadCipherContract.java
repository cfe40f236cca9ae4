package io.ebsnap.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link AeadCipher} must do. */
interface AeadCipherContract {

    /** The cipher under test. */
    AeadCipher cipher();

    /** AES-256 cases of "The Galois/Counter Mode of Operation" (McGrew, Viega), appendix B: 13, 14, 15 and 16. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000000000000000000000000000000000000000000000000000,000000000000000000000000,'','',"
                + "530f8afbc74536b9a963b4f1c4cb738b",
        "0000000000000000000000000000000000000000000000000000000000000000,000000000000000000000000,'',"
                + "00000000000000000000000000000000,cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919",
        "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308,cafebabefacedbaddecaf888,'',"
                + "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
                + "b16aedf5aa0de657ba637b391aafd255,"
                + "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
                + "c5f61e6393ba7a0abcc9f662898015adb094dac5d93471bdec1a502270e3cc6c",
        "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308,cafebabefacedbaddecaf888,"
                + "feedfacedeadbeeffeedfacedeadbeefabaddad2,"
                + "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
                + "b16aedf5aa0de657ba637b39,"
                + "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
                + "c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b",
    })
    default void sealsAndOpensTheKnownAnswers(
            String key, String nonce, String associated, String plaintext, String sealed) {
        Message message = new Message(hex(key), hex(nonce), hex(associated), hex(sealed));

        assertThat(message.open(cipher())).isEqualTo(hex(plaintext));
        assertThat(seal(message, hex(plaintext))).isEqualTo(hex(sealed));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 4095, 4096, 65_537, 524_288})
    default void opensWhatItSealedAtAnyLengthAndOffset(int length) {
        Random random = new Random(length);
        byte[] plaintext = new byte[length + 7];
        random.nextBytes(plaintext);
        byte[] sealed = new byte[length + AeadCipher.TAG_BYTES + 9];
        byte[] opened = new byte[length + 11];
        ArraySlice associated = new ArraySlice(plaintext, 0, Math.min(5, length));

        int written = cipher().seal(
                        new byte[32],
                        new byte[12],
                        associated,
                        new ArraySlice(plaintext, 7, length),
                        new ArraySlice(sealed, 9, sealed.length - 9));
        int read = cipher().open(
                        new byte[32],
                        new byte[12],
                        associated,
                        new ArraySlice(sealed, 9, written),
                        new ArraySlice(opened, 11, length));

        assertThat(written).isEqualTo(length + AeadCipher.TAG_BYTES);
        assertThat(read).isEqualTo(length);
        assertThat(Arrays.equals(plaintext, 7, 7 + length, opened, 11, 11 + length))
                .isTrue();
        assertThat(Arrays.copyOf(sealed, 9)).containsOnly(0);
        assertThat(Arrays.copyOf(opened, 11)).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    default void anyAlteredBitOfKeyNonceAssociatedDataCiphertextOrTagIsCorrupt(long seed) {
        Random random = new Random(seed);
        Message right = Message.random(random);
        byte[] plaintext = new byte[100 + random.nextInt(100)];
        random.nextBytes(plaintext);
        Message sealed = right.withSealed(seal(right, plaintext));

        assertThat(sealed.open(cipher())).isEqualTo(plaintext);
        for (int part = 0; part < 4; part++) {
            for (int attempt = 0; attempt < 20; attempt++) {
                Message altered = sealed.altered(part, random);
                assertThatThrownBy(() -> altered.open(cipher())).isInstanceOf(Failure.Corrupt.class);
            }
        }
        for (int bit = 0; bit < AeadCipher.TAG_BYTES * Byte.SIZE; bit++) {
            Message altered = sealed.withSealed(flipped(sealed.sealed(), plaintext.length * Byte.SIZE + bit));
            assertThatThrownBy(() -> altered.open(cipher())).isInstanceOf(Failure.Corrupt.class);
        }
    }

    @Test
    default void sealedBytesShorterThanATagAreCorrupt() {
        Message truncated = Message.random(new Random(7)).withSealed(new byte[AeadCipher.TAG_BYTES - 1]);

        assertThatThrownBy(() -> truncated.open(cipher())).isInstanceOf(Failure.Corrupt.class);
    }

    @Test
    default void aCutOrLengthenedMessageIsCorrupt() {
        Message right = Message.random(new Random(8));
        byte[] sealed = seal(right, new byte[64]);

        for (int length : new int[] {0, 16, 17, sealed.length - 1, sealed.length + 1}) {
            Message cut = right.withSealed(Arrays.copyOf(sealed, length));
            assertThatThrownBy(() -> cut.open(cipher())).isInstanceOf(Failure.Corrupt.class);
        }
    }

    @Test
    default void neverWritesBeyondItsTarget() {
        ArraySlice none = ArraySlice.of(new byte[0]);
        byte[] room = new byte[200];

        assertThatIllegalArgumentException()
                .isThrownBy(() -> cipher().seal(
                                new byte[32],
                                new byte[12],
                                none,
                                ArraySlice.of(new byte[64]),
                                new ArraySlice(room, 0, 79)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cipher().open(
                                new byte[32],
                                new byte[12],
                                none,
                                ArraySlice.of(new byte[80]),
                                new ArraySlice(room, 0, 63)));
        assertThat(room).containsOnly(0);
    }

    @ParameterizedTest
    @CsvSource({"16,12", "31,12", "33,12", "32,11", "32,13", "32,0"})
    default void refusesOtherLengthsOfKeyAndNonce(int keyBytes, int nonceBytes) {
        ArraySlice none = ArraySlice.of(new byte[0]);
        ArraySlice target = ArraySlice.of(new byte[100]);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> cipher().seal(new byte[keyBytes], new byte[nonceBytes], none, none, target));
    }

    @Test
    default void isSafeForSeveralThreads() {
        byte[] plaintext = new byte[5000];
        new Random(1).nextBytes(plaintext);

        boolean allRight = IntStream.range(0, 400).parallel().allMatch(i -> {
            Message message = Message.random(new Random(i));
            return Arrays.equals(
                    plaintext, message.withSealed(seal(message, plaintext)).open(cipher()));
        });

        assertThat(allRight).isTrue();
    }

    private byte[] seal(Message message, byte[] plaintext) {
        byte[] sealed = new byte[plaintext.length + AeadCipher.TAG_BYTES];
        cipher().seal(
                        message.key(),
                        message.nonce(),
                        ArraySlice.of(message.associated()),
                        ArraySlice.of(plaintext),
                        ArraySlice.of(sealed));
        return sealed;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        return flipped;
    }

    /** All that opening needs. */
    @SuppressWarnings("ArrayRecordComponent")
    record Message(byte[] key, byte[] nonce, byte[] associated, byte[] sealed) {

        static Message random(Random random) {
            Message message = new Message(new byte[32], new byte[12], new byte[60], new byte[0]);
            random.nextBytes(message.key);
            random.nextBytes(message.nonce);
            random.nextBytes(message.associated);
            return message;
        }

        Message withSealed(byte[] other) {
            return new Message(key, nonce, associated, other);
        }

        /** One bit of one part is flipped: 0 key, 1 nonce, 2 associated data, 3 ciphertext or tag. */
        Message altered(int part, Random random) {
            return switch (part) {
                case 0 -> new Message(flipped(key, random.nextInt(256)), nonce, associated, sealed);
                case 1 -> new Message(key, flipped(nonce, random.nextInt(96)), associated, sealed);
                case 2 -> new Message(key, nonce, flipped(associated, random.nextInt(480)), sealed);
                default -> withSealed(flipped(sealed, random.nextInt(sealed.length * Byte.SIZE)));
            };
        }

        byte[] open(AeadCipher cipher) {
            byte[] target = new byte[Math.max(0, sealed.length - AeadCipher.TAG_BYTES)];
            cipher.open(key, nonce, ArraySlice.of(associated), ArraySlice.of(sealed), ArraySlice.of(target));
            return target;
        }
    }
}
