package io.ebsnap.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import java.security.Security;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "its native library is for x86_64 Linux")
class XtsCiphersTest {

    private static final int UNIT = 4096;

    private final XtsCipher cipher = XtsCiphers.corretto().get();

    private static DestroyableSecret key(int seed) {
        byte[] bytes = new byte[XtsCipher.KEY_BYTES];
        new Random(seed).nextBytes(bytes);
        return DestroyableSecret.owning(bytes);
    }

    private byte[] encrypted(int key, long number, byte[] plaintext) {
        byte[] data = plaintext.clone();
        try (DestroyableSecret secret = key(key);
                XtsCipher.Units units = cipher.encrypting(secret)) {
            units.apply(number, ArraySlice.of(data));
        }
        return data;
    }

    /** Vector 11 of IEEE 1619-2007: a unit whose number has two bytes. Vector 10 is in the self-test. */
    @Test
    void numberOfAUnitIsTheTweakLowestByteFirst() {
        HexFormat hex = HexFormat.of();
        byte[] key = hex.parseHex("2718281828459045235360287471352662497757247093699959574966967627"
                + "3141592653589793238462643383279502884197169399375105820974944592");
        byte[] data = new byte[512];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) i;
        }
        try (DestroyableSecret secret = DestroyableSecret.owning(key);
                XtsCipher.Units units = cipher.encrypting(secret)) {
            units.apply(0xffff, ArraySlice.of(data));
        }
        assertThat(hex.formatHex(data, 0, 32))
                .isEqualTo("77a31251618a15e6b92d1d66dffe7b50b50bad552305ba0217a610688eff7e11");
    }

    @Test
    void decryptsWhatItEncryptedUnitByUnit() {
        byte[] plaintext = new byte[3 * UNIT + 512];
        new Random(1).nextBytes(plaintext);
        byte[] data = plaintext.clone();
        try (DestroyableSecret key = key(1)) {
            try (XtsCipher.Units units = cipher.encrypting(key)) {
                for (int at = 0; at < data.length; at += UNIT) {
                    units.apply(7 + at / UNIT, new ArraySlice(data, at, Math.min(UNIT, data.length - at)));
                }
            }
            assertThat(data).isNotEqualTo(plaintext);
            try (XtsCipher.Units units = cipher.decrypting(key)) {
                for (int at = 0; at < data.length; at += UNIT) {
                    units.apply(7 + at / UNIT, new ArraySlice(data, at, Math.min(UNIT, data.length - at)));
                }
            }
        }
        assertThat(data).isEqualTo(plaintext);
    }

    @Test
    void sameBytesAreOthersUnderAnotherKeyAndInAnotherUnit() {
        byte[] plaintext = new byte[UNIT];
        assertThat(encrypted(1, 0, plaintext)).isEqualTo(encrypted(1, 0, plaintext));
        assertThat(encrypted(1, 1, plaintext)).isNotEqualTo(encrypted(1, 0, plaintext));
        assertThat(encrypted(2, 0, plaintext)).isNotEqualTo(encrypted(1, 0, plaintext));
    }

    /** What a partial write depends on: a sector can be written without the rest of its unit. */
    @Test
    void changeOfASectorChangesNoOtherAndALongerUnitBeginsAsAShortOne() {
        byte[] plaintext = new byte[UNIT];
        new Random(2).nextBytes(plaintext);
        byte[] other = plaintext.clone();
        Arrays.fill(other, 1024, 1536, (byte) 5);
        byte[] before = encrypted(1, 9, plaintext);
        byte[] after = encrypted(1, 9, other);
        Arrays.fill(before, 1024, 1536, (byte) 0);
        Arrays.fill(after, 1024, 1536, (byte) 0);
        assertThat(after).isEqualTo(before);
        assertThat(Arrays.copyOf(encrypted(1, 9, plaintext), 1536))
                .isEqualTo(encrypted(1, 9, Arrays.copyOf(plaintext, 1536)));
    }

    @Test
    void keyOfAnotherLengthIsRefused() {
        try (DestroyableSecret half = DestroyableSecret.owning(new byte[32])) {
            assertThatIllegalArgumentException().isThrownBy(() -> cipher.encrypting(half));
        }
    }

    @Test
    void machineWithoutItSaysSo() {
        assertThatThrownBy(() ->
                        XtsCiphers.of(() -> Security.getProvider("SunJCE")).get())
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("AES-256-XTS");
        assertThat(XtsCiphers.of(() -> {
                            throw new UnsatisfiedLinkError("no library");
                        })
                        .areThere())
                .isFalse();
    }
}
