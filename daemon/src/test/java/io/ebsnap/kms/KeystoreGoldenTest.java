package io.ebsnap.kms;

import static io.ebsnap.kms.KeystoreFixture.passphrase;
import static io.ebsnap.kms.KeystoreFixture.place;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.format.DeletedKey;
import io.ebsnap.format.GivenKeyPolicy;
import io.ebsnap.format.KeyRotation;
import io.ebsnap.format.KeyState;
import io.ebsnap.format.KeyTag;
import io.ebsnap.format.RotationType;
import io.ebsnap.identity.KeyId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of every version that was ever released still open. They are never made anew. */
class KeystoreGoldenTest {

    private static final KeyId STORE_KEY = KeyId.parse("472080e9-25c7-47b8-b4c6-2a3cd4473382");
    private static final KeyId DEFAULT_KEY = KeyId.parse("5976ed1c-bb51-40c8-bd3b-11d6f5f6b3ef");

    /** Wrapped under the second key: 32 bytes "golden domain key of version one". */
    private static final String WRAPPED =
            "a074123e8ab5928fe5fdab44be532ae01307b9f100dbdca6b0f95c57e40a3e1c8e9e9e4350b05447";

    private static final KeyId KEY_OF_VERSION_2 = KeyId.parse("10c14ba1-d551-414f-9b3b-cbcd44cebc7f");

    /** Wrapped under that key: 32 bytes "golden domain key of version two". */
    private static final String WRAPPED_OF_VERSION_2 =
            "6924623f3481f5c6fac84b20bd93ed178869c0092fedab7f7404db6f3b3c9fb471d0c022866803b5";

    private static final KeyId KEY_OF_VERSION_3 = KeyId.parse("3f07a54e-e88a-447a-9ad7-1dd2c7279798");

    /** Wrapped under that key: 32 bytes "golden domain key of version 3..". */
    private static final String WRAPPED_OF_VERSION_3 =
            "8b8b76411b2979cc3054e35e8b0996cddcd00887cc32cf56f8b688c742c94735ec3bde0c3986a01f";

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

    @Test
    void theKeystoreOfVersion2Opens() throws IOException {
        Path file = directory.resolve("keystore");
        Files.write(file, golden("keystore-v2"));
        try (Keystore keystore = Keystore.open(place(file))) {
            KeyMetadata key = keystore.resolve("alias/golden");
            assertThat(key.keyState()).isEqualTo(KeyState.PENDING_DELETION);
            assertThat(key.deletionDate()).isEqualTo(Instant.parse("2026-01-09T03:04:05.678Z"));
            assertThat(key.rotation()).isEqualTo(new KeyRotation(true, 90, Instant.parse("2026-04-02T03:04:05.678Z")));
            assertThat(key.versions())
                    .extracting(KeyMetadata.Version::rotationType)
                    .containsExactly(RotationType.CREATION, RotationType.ON_DEMAND);
            KmsKeys keys = KeystoreFixture.keysOf(keystore);
            keys.cancelDeletion("alias/golden");
            keys.enable("alias/golden");
            assertHoldsTheGoldenKeyOfVersion2(keystore);
        }
    }

    @Test
    void theRecoveryFileOfVersion2Opens() throws IOException {
        try (Keystore keystore = RecoveryFile.createFrom(
                golden("recovery-v2"), passphrase("golden recovery"), place(directory.resolve("keystore")))) {
            assertHoldsTheGoldenKeyOfVersion2(keystore);
        }
    }

    @Test
    void theKeystoreOfVersion3Opens() throws IOException {
        Path file = directory.resolve("keystore");
        Files.write(file, golden("keystore-v3"));
        try (Keystore keystore = Keystore.open(place(file))) {
            assertHoldsTheGoldenKeysOfVersion3(keystore);
        }
    }

    @Test
    void theKeystoreOfVersion3WithMoreOfItsGrantsOpens() throws IOException {
        Path file = directory.resolve("keystore");
        Files.write(file, golden("keystore-v3-grants"));
        try (Keystore keystore = Keystore.open(place(file))) {
            assertThat(keystore.resolve("alias/golden").grants())
                    .satisfiesExactly(
                            subset -> {
                                assertThat(subset.encryptionContextSubset()).isEqualTo(Map.of("tenant", "acme"));
                                assertThat(subset.encryptionContextEquals()).isNull();
                                assertThat(subset.retiringPrincipal()).isNull();
                            },
                            exact -> {
                                assertThat(exact.granteePrincipal()).isEqualTo("210987654321");
                                assertThat(exact.encryptionContextSubset()).isEmpty();
                                assertThat(exact.encryptionContextEquals())
                                        .isEqualTo(Map.of("tenant", "acme", "use", "backup"));
                                assertThat(exact.retiringPrincipal()).isEqualTo("111111111111");
                            });
        }
    }

    @Test
    void theKeystoreOfVersion3WithAGivenPolicyOpens() throws IOException {
        Path file = directory.resolve("keystore");
        Files.write(file, golden("keystore-v3-policy"));
        try (Keystore keystore = Keystore.open(place(file))) {
            assertThat(keystore.resolve("alias/golden").givenPolicy())
                    .isEqualTo(new GivenKeyPolicy("2012-10-17", "default", "golden"));
            assertThat(keystore.resolve("alias/aws/ebs").givenPolicy()).isNull();
        }
    }

    @Test
    void theRecoveryFileOfVersion3Opens() throws IOException {
        try (Keystore keystore = RecoveryFile.createFrom(
                golden("recovery-v3"), passphrase("golden recovery"), place(directory.resolve("keystore")))) {
            assertHoldsTheGoldenKeysOfVersion3(keystore);
        }
    }

    @Test
    void aKeystoreOfVersion1IsVersion3AfterItsFirstChange() throws IOException {
        Path file = directory.resolve("keystore");
        Files.write(file, golden("keystore-v1"));
        try (Keystore keystore = Keystore.open(place(file))) {
            assertThat(file).hasBinaryContent(golden("keystore-v1"));
            KeystoreFixture.createKey(keystore, "alias/mine");
        }
        assertThat(Files.readAllBytes(file)[9]).isEqualTo((byte) 3);
        try (Keystore keystore = Keystore.open(place(file))) {
            assertThat(keystore.keys()).hasSize(3);
            assertHoldsTheGoldenKeyOfVersion1(keystore);
        }
    }

    private static void assertHoldsTheGoldenKeyOfVersion2(Keystore keystore) {
        assertThat(keystore.id()).hasToString("bcc63d3d-75c1-485b-a0b6-d58961eeb823");
        assertThat(keystore.deletedKeys())
                .extracting(DeletedKey::keyId)
                .containsExactly(UUID.fromString("62b0d4f6-71b1-462f-bf76-7bec59abcb05"));
        KeyMetadata key = keystore.resolve("alias/golden");
        assertThat(key.id()).isEqualTo(KEY_OF_VERSION_2);
        assertThat(key.tags()).containsExactly(new KeyTag("k", "v"));
        assertThat(key.grants()).singleElement().satisfies(grant -> {
            assertThat(grant.granteePrincipal()).isEqualTo("210987654321");
            assertThat(grant.encryptionContextSubset()).containsExactly(Map.entry("tenant", "acme"));
        });
        assertUnwraps(keystore, KEY_OF_VERSION_2, WRAPPED_OF_VERSION_2, "golden domain key of version two");
    }

    private static void assertHoldsTheGoldenKeysOfVersion3(Keystore keystore) {
        assertThat(keystore.id()).hasToString("bde4e708-95a9-4bb4-b2d9-a0946992eb29");
        assertThat(keystore.resolve("alias/golden").origin()).isEqualTo(KeyOrigin.AWS_KMS);
        assertUnwraps(keystore, KEY_OF_VERSION_3, WRAPPED_OF_VERSION_3, "golden domain key of version 3..");
        KeyMetadata inToken = keystore.resolve("alias/in-token");
        assertThat(inToken.id()).hasToString("8e3f0fe1-b4dd-41b0-a2e9-04abf13e9296");
        assertThat(inToken.versions())
                .extracting(KeyMetadata.Version::number, KeyMetadata.Version::token)
                .containsExactly(Tuple.tuple(1, "golden hsm"), Tuple.tuple(2, "golden hsm"));
        assertThat(keystore.deletedKeys()).singleElement().satisfies(deleted -> {
            assertThat(deleted.keyId()).hasToString("833d2390-5e50-4a55-806a-db159588f592");
            assertThat(deleted.inToken()).isEqualTo(new DeletedKey.InToken("golden hsm", 3));
        });
        assertThat(keystore.<String>ask(content -> String.valueOf(content.unfinishedKeyId())))
                .isEqualTo("5327ed93-bdbc-4482-88d7-4c992e5e3d4d");
    }

    private static void assertHoldsTheGoldenKeyOfVersion1(Keystore keystore) {
        assertUnwraps(keystore, DEFAULT_KEY, WRAPPED, "golden domain key of version one");
    }

    private static void assertUnwraps(Keystore keystore, KeyId key, String hex, String expected) {
        WrappedKey wrapped = new WrappedKey(1, HexFormat.of().parseHex(hex));
        try (DestroyableSecret domainKey = keystore.unwrap(key, wrapped)) {
            assertThat(domainKey.<String>reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII)))
                    .isEqualTo(expected);
        }
    }

    private static void assertHoldsTheGoldenKeys(Keystore keystore) {
        assertThat(keystore.id()).hasToString("46c0d0fb-129c-47a6-bc84-71cd24e449ba");
        assertThat(keystore.keys()).extracting(KeyMetadata::id).containsExactly(STORE_KEY, DEFAULT_KEY);
        assertThat(keystore.keys())
                .extracting(KeyMetadata::aliases)
                .containsExactly(List.of("alias/ebsnap/store"), List.of("alias/aws/ebs"));
        assertThat(keystore.keys()).extracting(KeyMetadata::created).containsOnly(KeystoreFixture.CLOCK.instant());
        assertHoldsTheGoldenKeyOfVersion1(keystore);
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(KeystoreGoldenTest.class.getResourceAsStream("/golden/" + name))) {
            return in.readAllBytes();
        }
    }
}
