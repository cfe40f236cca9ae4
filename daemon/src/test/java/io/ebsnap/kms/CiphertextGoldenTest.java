package io.ebsnap.kms;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.format.CiphertextBlob;
import io.ebsnap.format.EncryptionContext;
import io.ebsnap.format.KeystoreContent;
import io.ebsnap.format.RotationType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ciphertext that another program made after {@code docs/format/ciphertext.md} alone opens. It is never made anew. */
class CiphertextGoldenTest {

    private static final UUID KEY = UUID.fromString("3f07a54e-e88a-447a-9ad7-1dd2c7279798");

    @TempDir
    Path directory;

    @Test
    void theCiphertextOfVersion1Opens() throws IOException {
        byte[] bytes = golden();
        CiphertextBlob blob = CryptographicOperations.blob(bytes);
        assertThat(blob.keyId()).isEqualTo(KEY);
        assertThat(blob.keyVersion()).isEqualTo(1);
        assertThat(blob.encode()).isEqualTo(bytes);
        EncryptionContext context =
                new EncryptionContext(Map.of("purpose", "golden \u20ac", "\u00e4", "", "tenant", "acme"));
        try (Keystore keystore = Keystore.createWith(KeystoreFixture.place(directory.resolve("keystore")), content());
                CryptographicOperations.Opened opened = new CryptographicOperations(keystore).decrypt(blob, context)) {
            String plaintext = opened.plaintext().reveal(found -> new String(found, StandardCharsets.US_ASCII));
            assertThat(plaintext).isEqualTo("golden plaintext of version one");
        }
    }

    /** One key, whose material is the bytes 0 to 31. */
    private static KeystoreContent content() {
        byte[] material = new byte[KeystoreContent.MATERIAL_BYTES];
        for (int i = 0; i < material.length; i++) {
            material[i] = (byte) i;
        }
        Instant made = Instant.parse("2026-01-02T03:04:05.678Z");
        KeystoreContent.Version version = KeystoreContent.Version.here(1, made, RotationType.CREATION, false, material);
        return KeystoreContent.of(
                new UUID(1, 2),
                List.of(KeystoreContent.Key.enabled(KEY, "golden", made, List.of("alias/golden"), List.of(version))));
    }

    private static byte[] golden() throws IOException {
        try (InputStream file = CiphertextGoldenTest.class.getResourceAsStream("/golden/ciphertext-v1")) {
            return Objects.requireNonNull(file).readAllBytes();
        }
    }
}
