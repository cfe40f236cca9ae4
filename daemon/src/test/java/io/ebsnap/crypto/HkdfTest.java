package io.ebsnap.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HkdfTest {

    /** RFC 5869, test case 3: a salt of 32 zeros is what the RFC takes for none. */
    @Test
    void derivesAsTheRfc() {
        byte[] secret = new byte[22];
        Arrays.fill(secret, (byte) 0x0b);

        DestroyableSecret derived = Hkdf.derive(new byte[32], DestroyableSecret.owning(secret), "");

        assertThat(derived.<String>reveal(HexFormat.of()::formatHex))
                .isEqualTo("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
    }

    @Test
    void anotherSaltSecretOrLabelGivesAnotherKey() {
        DestroyableSecret secret = DestroyableSecret.owning(new byte[] {1, 2, 3});
        DestroyableSecret other = DestroyableSecret.owning(new byte[] {1, 2, 4});
        DestroyableSecret derived = Hkdf.derive(new byte[] {9}, secret, "label");

        assertThat(derived.matches(Hkdf.derive(new byte[] {9}, secret, "label")))
                .isTrue();
        assertThat(derived.matches(Hkdf.derive(new byte[] {8}, secret, "label")))
                .isFalse();
        assertThat(derived.matches(Hkdf.derive(new byte[] {9}, other, "label"))).isFalse();
        assertThat(derived.matches(Hkdf.derive(new byte[] {9}, secret, "labels")))
                .isFalse();
    }
}
