package io.ebsnap.crypto;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a cipher must show before it is trusted with data: it computes what others compute, it opens what it sealed, and it refuses what
 * was altered.
 */
final class AeadSelfTest {

    /** Longer than a block and odd, so that the bulk code of a provider and its remainder both run. */
    private static final int ROUND_TRIP_BYTES = 65_537;

    /** Test case 16 of "The Galois/Counter Mode of Operation" (McGrew, Viega): AES-256, 60 bytes, associated data. */
    private static final byte[] KEY = hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");

    private static final byte[] NONCE = hex("cafebabefacedbaddecaf888");
    private static final byte[] ASSOCIATED = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    private static final byte[] PLAINTEXT = hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    private static final byte[] SEALED = hex("522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
            + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
            + "76fc6ece0f4e1768cddf8853bb2d551b");

    private AeadSelfTest() {}

    /** Throws, with what was wrong, unless the cipher does its work. */
    static void requireRight(AeadCipher cipher) {
        requireKnownAnswer(cipher);
        requireRoundTrip(cipher);
    }

    private static void requireKnownAnswer(AeadCipher cipher) {
        byte[] sealed = new byte[SEALED.length];
        cipher.seal(KEY, NONCE, ArraySlice.of(ASSOCIATED), ArraySlice.of(PLAINTEXT), ArraySlice.of(sealed));
        require(Arrays.equals(sealed, SEALED), cipher, "gives a wrong known answer");
    }

    private static void requireRoundTrip(AeadCipher cipher) {
        byte[] plaintext = new byte[ROUND_TRIP_BYTES];
        for (int i = 0; i < plaintext.length; i++) {
            plaintext[i] = (byte) (i * 31 + (i >>> 8));
        }
        byte[] sealed = new byte[ROUND_TRIP_BYTES + AeadCipher.TAG_BYTES];
        byte[] opened = new byte[ROUND_TRIP_BYTES];
        ArraySlice associated = ArraySlice.of(ASSOCIATED);
        cipher.seal(KEY, NONCE, associated, ArraySlice.of(plaintext), ArraySlice.of(sealed));
        cipher.open(KEY, NONCE, associated, ArraySlice.of(sealed), ArraySlice.of(opened));
        require(Arrays.equals(plaintext, opened), cipher, "does not open what it sealed");
        sealed[ROUND_TRIP_BYTES / 2] ^= 1;
        require(refuses(cipher, sealed, opened), cipher, "opens what was altered");
    }

    private static boolean refuses(AeadCipher cipher, byte[] sealed, byte[] target) {
        try {
            cipher.open(KEY, NONCE, ArraySlice.of(ASSOCIATED), ArraySlice.of(sealed), ArraySlice.of(target));
            return false;
        } catch (Failure.Corrupt expected) {
            return true;
        }
    }

    private static void require(boolean condition, AeadCipher cipher, String otherwise) {
        if (!condition) {
            throw new Failure.Internal("cipher " + cipher.name() + " " + otherwise, null);
        }
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
