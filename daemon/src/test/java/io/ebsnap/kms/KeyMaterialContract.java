package io.ebsnap.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.KeystoreContent;
import io.ebsnap.format.RotationType;
import io.ebsnap.identity.KeyId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every place of material keeps. */
abstract class KeyMaterialContract {

    private static final Instant DAY = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final KeyId KEY = new KeyId(new UUID(1, 2));
    private static final KeyId OTHER_KEY = new KeyId(new UUID(1, 3));
    private static final String DOMAIN_KEY = "a domain key of thirty-two bytes";

    /** The place, empty. */
    abstract KeyMaterial material();

    @Test
    void whatIsWrappedUnwraps() {
        KeystoreContent.Version version = made(KEY, 1);

        material().require(KEY, version);
        byte[] wrapped = wrapped(KEY, version);
        assertThat(wrapped).hasSize(40);
        assertThat(new String(wrapped, StandardCharsets.ISO_8859_1)).doesNotContain("domain");
        assertUnwraps(KEY, version, wrapped);
    }

    @Test
    void aVersionSaysWhatWasAskedForAndWhereItsMaterialIs() {
        KeystoreContent.Version version = material().make(KEY, new NewVersion(7, DAY, RotationType.ON_DEMAND));

        assertThat(version.version()).isEqualTo(7);
        assertThat(version.creationDate()).isEqualTo(DAY);
        assertThat(version.rotationType()).isEqualTo(RotationType.ON_DEMAND);
        assertThat(version.exported()).isFalse();
        assertThat(Objects.requireNonNullElse(version.token(), ""))
                .isEqualTo(material().token());
    }

    @Test
    void eachVersionOfEachKeyHasItsOwn() {
        KeystoreContent.Version first = made(KEY, 1);
        KeystoreContent.Version second = made(KEY, 2);
        KeystoreContent.Version others = made(OTHER_KEY, 1);
        byte[] wrapped = wrapped(KEY, first);

        assertCorrupt(KEY, second, wrapped);
        assertCorrupt(OTHER_KEY, others, wrapped);
        assertUnwraps(KEY, first, wrapped);
        assertUnwraps(KEY, second, wrapped(KEY, second));
    }

    @Test
    void aFlippedBitInAnyByteIsCorrupt() {
        KeystoreContent.Version version = made(KEY, 1);
        byte[] wrapped = wrapped(KEY, version);

        for (int i = 0; i < wrapped.length; i++) {
            byte[] altered = wrapped.clone();
            altered[i] ^= (byte) (1 << i % Byte.SIZE);
            assertCorrupt(KEY, version, altered);
        }
        assertUnwraps(KEY, version, wrapped);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 39, 41, 48, 4104})
    void anotherLengthIsCorrupt(int length) {
        KeystoreContent.Version version = made(KEY, 1);

        assertCorrupt(KEY, version, Arrays.copyOf(wrapped(KEY, version), length));
    }

    @Test
    void severalMayUseItAtOnce() {
        KeystoreContent.Version version = made(KEY, 1);
        byte[] wrapped = wrapped(KEY, version);

        IntStream.range(0, 16).parallel().forEach(unused -> {
            assertUnwraps(KEY, version, wrapped);
            assertUnwraps(KEY, version, wrapped(KEY, version));
        });
    }

    @Test
    void destroyingWhatIsNotThereDoesNotMatter() {
        KeystoreContent.Version version = made(KEY, 1);

        material().destroy(KEY, 2);
        material().destroy(OTHER_KEY, 1);

        assertUnwraps(KEY, version, wrapped(KEY, version));
    }

    @Test
    void nothingOfItIsPrinted() {
        KeystoreContent.Version version = made(KEY, 1);
        byte[] bytes = version.material();

        for (Object thing : List.of(version, material())) {
            assertThat(thing.toString()).doesNotContain(Arrays.toString(bytes));
        }
    }

    KeystoreContent.Version made(KeyId key, int number) {
        return material().make(key, new NewVersion(number, DAY, RotationType.CREATION));
    }

    byte[] wrapped(KeyId key, KeystoreContent.Version version) {
        try (DestroyableSecret secret = DestroyableSecret.owning(DOMAIN_KEY.getBytes(StandardCharsets.US_ASCII))) {
            return material().wrap(key, version, secret);
        }
    }

    void assertUnwraps(KeyId key, KeystoreContent.Version version, byte[] wrapped) {
        try (DestroyableSecret secret = material().unwrap(key, version, wrapped)) {
            assertThat(secret.<String>reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII)))
                    .isEqualTo(DOMAIN_KEY);
        }
    }

    private void assertCorrupt(KeyId key, KeystoreContent.Version version, byte[] wrapped) {
        assertThatThrownBy(() -> material().unwrap(key, version, wrapped)).isInstanceOf(Failure.Corrupt.class);
    }
}
