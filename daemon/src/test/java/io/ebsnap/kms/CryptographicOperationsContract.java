package io.ebsnap.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.KeyRefusal;
import io.ebsnap.format.CiphertextBlob;
import io.ebsnap.format.EncryptionContext;
import io.ebsnap.identity.KeyId;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keys seal directly opens with the same key and context, and with nothing else, wherever the material is. */
abstract class CryptographicOperationsContract {

    private static final EncryptionContext CONTEXT = new EncryptionContext(Map.of("tenant", "acme", "purpose", "test"));
    private static final long SEED = 12;

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);

    @SuppressWarnings("NullAway.Init") // by open(), before each test
    KeyHouse house;

    private KeyId key = new KeyId(new UUID(0, 0));

    /** A house where keys are made in the place that is tested. */
    abstract KeyHouse house();

    @BeforeEach
    void open() {
        house = house();
        key = house.newKey("alias/mine");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private CryptographicOperations operations() {
        return house.services.operations();
    }

    private CiphertextBlob sealed(KeyId under, byte[] plaintext, EncryptionContext context) {
        try (DestroyableSecret secret = DestroyableSecret.copyOf(plaintext)) {
            return CryptographicOperations.blob(
                    operations().encrypt(under, secret, context).encode());
        }
    }

    private byte[] opened(CiphertextBlob blob, EncryptionContext context) {
        try (CryptographicOperations.Opened opened = operations().decrypt(blob, context)) {
            assertThat(opened.keyVersion()).isEqualTo(blob.keyVersion());
            return opened.plaintext().reveal(byte[]::clone);
        }
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Optional<KeyRefusal> refusal(ThrowingCallable attempt) {
        return catchThrowableOfType(Failure.class, attempt).keyRefusal();
    }

    @Test
    void whatIsSealedOpens() {
        for (int length : new int[] {1, 15, 16, 32, 64, 1000, CiphertextBlob.PLAINTEXT_BYTES_MAX}) {
            Map<String, String> pairs = new HashMap<>();
            for (int pair = random.nextInt(5); pair > 0; pair--) {
                pairs.put("k" + random.nextInt(), "\u20ac" + random.nextInt());
            }
            EncryptionContext context = new EncryptionContext(pairs);
            byte[] plaintext = bytes(length);
            CiphertextBlob blob = sealed(key, plaintext, context);
            assertThat(blob.encode()).hasSize(length + 86).hasSizeLessThanOrEqualTo(CiphertextBlob.BYTES_MAX);
            assertThat(blob.keyId()).isEqualTo(key.value());
            assertThat(opened(blob, context)).isEqualTo(plaintext);
        }
    }

    @Test
    void theSameSealedTwiceLooksDifferent() {
        byte[] plaintext = bytes(32);
        assertThat(sealed(key, plaintext, CONTEXT).encode())
                .isNotEqualTo(sealed(key, plaintext, CONTEXT).encode());
    }

    @Test
    void anotherContextDoesNotOpenIt() {
        CiphertextBlob blob = sealed(key, bytes(32), CONTEXT);
        for (Map<String, String> other : List.<Map<String, String>>of(
                Map.of(),
                Map.of("tenant", "acme"),
                Map.of("tenant", "acme", "purpose", "Test"),
                Map.of("tenant", "acme", "purpose", "test", "more", ""))) {
            assertThat(refusal(() -> opened(blob, new EncryptionContext(other))))
                    .contains(KeyRefusal.INVALID_CIPHERTEXT);
        }
    }

    /** A byte of the key's name makes it another key's, which is not here; any other one makes it nothing. */
    @Test
    void noByteCanBeAltered() {
        byte[] bytes = sealed(key, bytes(3), CONTEXT).encode();
        for (int offset = 0; offset < bytes.length; offset++) {
            byte[] altered = bytes.clone();
            altered[offset] ^= (byte) (1 << random.nextInt(8));
            Optional<KeyRefusal> refusal = refusal(() -> opened(CryptographicOperations.blob(altered), CONTEXT));
            assertThat(refusal).as("offset %d", offset).isPresent();
            boolean isName = offset >= 10 && offset < 30;
            assertThat(refusal.get())
                    .as("offset %d", offset)
                    .isIn(
                            KeyRefusal.INVALID_CIPHERTEXT,
                            isName ? KeyRefusal.UNAVAILABLE : KeyRefusal.INVALID_CIPHERTEXT);
        }
    }

    @Test
    void itCanNeitherBeCutNorMadeLonger() {
        byte[] bytes = sealed(key, bytes(32), CONTEXT).encode();
        for (int length : new int[] {0, 1, 9, 10, 69, 70, 86, bytes.length - 1, bytes.length + 1, 5000}) {
            assertThat(refusal(() -> opened(CryptographicOperations.blob(Arrays.copyOf(bytes, length)), CONTEXT)))
                    .as("%d bytes", length)
                    .contains(KeyRefusal.INVALID_CIPHERTEXT);
        }
    }

    @Test
    void anotherKeyDoesNotOpenItThoughItIsSaidTo() {
        KeyId other = house.newKey("alias/other");
        byte[] bytes = sealed(key, bytes(32), CONTEXT).encode();
        byte[] others = sealed(other, bytes(32), CONTEXT).encode();
        System.arraycopy(others, 10, bytes, 10, 16);
        assertThat(refusal(() -> opened(CryptographicOperations.blob(bytes), CONTEXT)))
                .contains(KeyRefusal.INVALID_CIPHERTEXT);
    }

    @Test
    void whatWasSealedBeforeARotationOpensAfterIt() {
        byte[] plaintext = bytes(32);
        CiphertextBlob before = sealed(key, plaintext, CONTEXT);
        house.services.rotation().rotateNow("alias/mine");
        CiphertextBlob after = sealed(key, plaintext, CONTEXT);
        assertThat(before.keyVersion()).isEqualTo(1);
        assertThat(after.keyVersion()).isEqualTo(2);
        house.restart();
        assertThat(opened(before, CONTEXT)).isEqualTo(plaintext);
        assertThat(opened(after, CONTEXT)).isEqualTo(plaintext);
    }

    @Test
    void aKeyThatMayNotBeUsedNeitherSealsNorOpens() {
        CiphertextBlob blob = sealed(key, bytes(32), CONTEXT);
        house.services.keys().disable("alias/mine");
        assertThat(refusal(() -> opened(blob, CONTEXT))).contains(KeyRefusal.DISABLED);
        assertThat(refusal(() -> sealed(key, bytes(1), CONTEXT))).contains(KeyRefusal.DISABLED);
        house.services.keys().scheduleDeletion("alias/mine", 7);
        assertThat(refusal(() -> opened(blob, CONTEXT))).contains(KeyRefusal.PENDING_DELETION);
        house.services.keys().cancelDeletion("alias/mine");
        house.services.keys().enable("alias/mine");
        assertThat(opened(blob, CONTEXT)).hasSize(32);
    }

    @Test
    void whatIsTooLongOrNothingIsNotSealed() {
        for (int length : new int[] {0, CiphertextBlob.PLAINTEXT_BYTES_MAX + 1}) {
            assertThat(catchThrowableOfType(Failure.class, () -> sealed(key, new byte[length], CONTEXT)))
                    .isInstanceOf(Failure.Invalid.class);
        }
        for (int length : new int[] {0, CryptographicOperations.DATA_KEY_BYTES_MAX + 1}) {
            assertThat(catchThrowableOfType(Failure.class, () -> operations().random(length)))
                    .isInstanceOf(Failure.Invalid.class);
        }
    }
}
