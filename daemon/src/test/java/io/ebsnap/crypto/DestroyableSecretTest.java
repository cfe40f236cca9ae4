package io.ebsnap.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class DestroyableSecretTest {

    @Test
    void zeroesItsBytesWhenItIsClosed() {
        byte[] bytes = {1, 2, 3};
        DestroyableSecret secret = DestroyableSecret.owning(bytes);
        secret.close();

        assertThat(bytes).containsOnly(0);
        assertThatIllegalStateException().isThrownBy(() -> secret.reveal(b -> b.length));
        assertThatIllegalStateException().isThrownBy(secret::length);
    }

    @Test
    void aCopyOutlivesTheOriginal() {
        byte[] bytes = {1, 2, 3};
        try (DestroyableSecret secret = DestroyableSecret.copyOf(bytes)) {
            bytes[0] = 9;

            assertThat(secret.reveal(byte[]::clone)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void matchesEqualBytesOnly() {
        DestroyableSecret secret = DestroyableSecret.copyOf(new byte[] {1, 2, 3});

        assertThat(secret.matches(DestroyableSecret.copyOf(new byte[] {1, 2, 3})))
                .isTrue();
        assertThat(secret.matches(DestroyableSecret.copyOf(new byte[] {1, 2, 4})))
                .isFalse();
        assertThat(secret.matches(DestroyableSecret.copyOf(new byte[] {1, 2}))).isFalse();
        assertThat(secret.matches(secret)).isTrue();
    }

    @Test
    void isNotPrinted() {
        assertThat(DestroyableSecret.copyOf(new byte[] {1, 2, 3})).hasToString("DestroyableSecret");
    }

    @Test
    void randomOnesDiffer() {
        SecureRandom random = new SecureRandom();

        assertThat(DestroyableSecret.random(random, 32).matches(DestroyableSecret.random(random, 32)))
                .isFalse();
    }
}
