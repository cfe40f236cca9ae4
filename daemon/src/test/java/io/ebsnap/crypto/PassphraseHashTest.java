package io.ebsnap.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PassphraseHashTest {

    private final DestroyableSecret passphrase =
            DestroyableSecret.owning("password".getBytes(StandardCharsets.US_ASCII));
    private final byte[] salt = "somesalt".getBytes(StandardCharsets.US_ASCII);

    /** From the test suite of the reference implementation of Argon2. */
    @Test
    void computesWhatTheReferenceImplementationComputes() {
        DestroyableSecret secret = new PassphraseHash(65_536, 2, 1).secretOf(passphrase, salt);

        assertThat(secret.<String>reveal(HexFormat.of()::formatHex))
                .isEqualTo("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
    }

    @Test
    void everySettingCounts() {
        DestroyableSecret secret = new PassphraseHash(8192, 1, 1).secretOf(passphrase, salt);

        assertThat(secret.matches(new PassphraseHash(8193 + 7, 1, 1).secretOf(passphrase, salt)))
                .isFalse();
        assertThat(secret.matches(new PassphraseHash(8192, 2, 1).secretOf(passphrase, salt)))
                .isFalse();
        assertThat(secret.matches(new PassphraseHash(8192, 1, 2).secretOf(passphrase, salt)))
                .isFalse();
    }

    @Test
    void moreMemoryThanHalfOfTheHeapIsExhausted() {
        int everything =
                Math.toIntExact(Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 1024));

        assertThatThrownBy(() -> new PassphraseHash(everything, 1, 1).secretOf(passphrase, salt))
                .isInstanceOf(Failure.Exhausted.class);
    }
}
