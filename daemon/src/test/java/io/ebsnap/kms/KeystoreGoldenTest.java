package io.ebsnap.kms;

import static io.ebsnap.kms.KeystoreFixture.passphrase;
import static io.ebsnap.kms.KeystoreFixture.place;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.identity.KeyId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of every version that was ever released still open. They are never made anew. */
class KeystoreGoldenTest {

    private static final KeyId STORE_KEY = KeyId.parse("472080e9-25c7-47b8-b4c6-2a3cd4473382");
    private static final KeyId DEFAULT_KEY = KeyId.parse("5976ed1c-bb51-40c8-bd3b-11d6f5f6b3ef");

    /** Wrapped under the second key: 32 bytes "golden domain key of version one". */
    private static final String WRAPPED =
            "a074123e8ab5928fe5fdab44be532ae01307b9f100dbdca6b0f95c57e40a3e1c8e9e9e4350b05447";

    @TempDir
    Path directory;

    @Test
    void theKeystoreOfVersion1Opens() throws IOException {
        Path file = directory.resolve("keystore");
        Files.write(file, golden("keystore-v1"));
        try (Keystore keystore = Keystore.open(place(file))) {
            assertHoldsTheGoldenKeys(keystore);
        }
    }

    @Test
    void theRecoveryFileOfVersion1Opens() throws IOException {
        byte[] recovery = golden("recovery-v1");
        try (Keystore keystore = RecoveryFile.createFrom(
                recovery, passphrase("golden recovery"), place(directory.resolve("keystore")))) {
            assertHoldsTheGoldenKeys(keystore);
        }
    }

    private static void assertHoldsTheGoldenKeys(Keystore keystore) {
        assertThat(keystore.id()).hasToString("46c0d0fb-129c-47a6-bc84-71cd24e449ba");
        assertThat(keystore.keys()).extracting(KeyMetadata::id).containsExactly(STORE_KEY, DEFAULT_KEY);
        assertThat(keystore.keys())
                .extracting(KeyMetadata::aliases)
                .containsExactly(List.of("alias/ebsnap/store"), List.of("alias/aws/ebs"));
        assertThat(keystore.keys()).extracting(KeyMetadata::created).containsOnly(KeystoreFixture.CLOCK.instant());
        WrappedDomainKey wrapped = new WrappedDomainKey(1, HexFormat.of().parseHex(WRAPPED));
        try (DestroyableSecret domainKey = keystore.unwrap(DEFAULT_KEY, wrapped)) {
            assertThat(domainKey.<String>reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII)))
                    .isEqualTo("golden domain key of version one");
        }
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(KeystoreGoldenTest.class.getResourceAsStream("/golden/" + name))) {
            return in.readAllBytes();
        }
    }
}
