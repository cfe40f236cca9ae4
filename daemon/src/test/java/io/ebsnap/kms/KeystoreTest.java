package io.ebsnap.kms;

import static io.ebsnap.kms.KeystoreFixture.createKey;
import static io.ebsnap.kms.KeystoreFixture.passphrase;
import static io.ebsnap.kms.KeystoreFixture.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.KeyState;
import io.ebsnap.identity.KeyId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeystoreTest {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("keystore");
    }

    @Test
    void aNewOneHasAKeyForTheStoreAndOneForSnapshots() {
        try (Keystore keystore = Keystore.create(place(file))) {
            assertThat(keystore.keys())
                    .extracting(KeyMetadata::aliases)
                    .containsExactly(List.of("alias/ebsnap/store"), List.of("alias/aws/ebs"));
            assertThat(keystore.keys()).allSatisfy(key -> {
                assertThat(key.keyState()).isEqualTo(KeyState.ENABLED);
                assertThat(key.currentVersion()).isEqualTo(1);
                assertThat(key.id().value().version()).isEqualTo(4);
                assertThat(key.id().value().variant()).isEqualTo(2);
            });
        }
    }

    @Test
    void opensWithTheKeysThatItWasClosedWith() {
        List<KeyMetadata> before;
        WrappedKey wrapped;
        try (Keystore keystore = Keystore.create(place(file))) {
            createKey(keystore, "alias/mine");
            before = keystore.keys();
            wrapped = keystore.wrap(before.get(2).id(), secret(5));
        }
        try (Keystore keystore = Keystore.open(place(file))) {
            assertThat(keystore.keys()).isEqualTo(before).hasSize(3);
            assertThat(keystore.unwrap(before.get(2).id(), wrapped).matches(secret(5)))
                    .isTrue();
        }
    }

    @Test
    void isReadableByItsOwnerOnly() throws IOException {
        Keystore.create(place(file)).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryContaining(path -> path.equals(file));
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void isNeverMadeOverAnother() throws IOException {
        Keystore.create(place(file)).close();
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> Keystore.create(place(file))).isInstanceOf(Failure.Conflict.class);
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void aMissingOneIsNotFound() {
        assertThat(place(file).isTaken()).isFalse();
        assertThatThrownBy(() -> Keystore.open(place(file))).isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void aWrongPassphraseIsDeniedAndADamagedFileIsCorrupt() throws IOException {
        Keystore.create(place(file)).close();

        assertThatThrownBy(() -> Keystore.open(place(file, passphrase("incorrect horse"))))
                .isInstanceOf(Failure.Denied.class)
                .hasMessage("the passphrase does not open the keystore");
        byte[] damaged = Files.readAllBytes(file);
        damaged[60] ^= 1;
        Files.write(file, damaged);
        assertThatThrownBy(() -> Keystore.open(place(file))).isInstanceOf(Failure.Corrupt.class);
    }

    @Test
    void aKeyFileDoesNotOpenWhatAPassphraseSealed() throws IOException {
        Keystore.create(place(file)).close();
        Path key = directory.resolve("key");
        Files.write(key, new byte[32]);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));

        assertThatThrownBy(() -> Keystore.open(place(file, RootSecret.keyFile(key))))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining("sealed under a passphrase");
    }

    @Test
    void aShortPassphraseIsRefusedForANewOne() {
        assertThatThrownBy(() -> Keystore.create(place(file, passphrase("short"))))
                .isInstanceOf(Failure.Invalid.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void everyWritingHasAnotherSaltAndNonce() throws IOException {
        try (Keystore keystore = Keystore.create(place(file))) {
            byte[] first = Files.readAllBytes(file);
            createKey(keystore, "alias/mine");
            byte[] second = Files.readAllBytes(file);

            assertThat(Arrays.equals(first, 24, 40, second, 24, 40)).isFalse();
            assertThat(Arrays.equals(first, 40, 52, second, 40, 52)).isFalse();
        }
    }

    @Test
    void whatACrashLeftBesideItDoesNotMatter() throws IOException {
        Files.write(directory.resolve("keystore.new"), new byte[] {1, 2, 3});
        try (Keystore keystore = Keystore.create(place(file))) {
            Files.write(directory.resolve("keystore.new"), new byte[] {1, 2, 3});
            createKey(keystore, "alias/mine");
        }
        try (Keystore keystore = Keystore.open(place(file))) {
            assertThat(keystore.keys()).hasSize(3);
        }
    }

    @Test
    void aKeyThatCouldNotBeWrittenIsNotThere() throws IOException {
        try (Keystore keystore = Keystore.create(place(file))) {
            Files.createDirectories(directory.resolve("keystore.new/in-the-way"));

            assertThatThrownBy(() -> createKey(keystore, "alias/mine")).isInstanceOf(Failure.Unavailable.class);
            assertThat(keystore.keys()).hasSize(2);
        }
        try (Keystore keystore = Keystore.open(place(file))) {
            assertThat(keystore.keys()).hasSize(2);
        }
    }

    @Test
    void anAliasBelongsToOneKey() {
        try (Keystore keystore = Keystore.create(place(file))) {
            createKey(keystore, "alias/mine");
            assertThatThrownBy(() -> createKey(keystore, "alias/mine")).isInstanceOf(Failure.Conflict.class);
            assertThatThrownBy(() -> createKey(keystore, "alias/aws/ebs")).isInstanceOf(Failure.Invalid.class);
            assertThatThrownBy(() -> createKey(keystore, "mine")).isInstanceOf(Failure.Invalid.class);
        }
    }

    @Test
    void aKeyThatItDoesNotHaveIsDenied() {
        try (Keystore keystore = Keystore.create(place(file));
                Keystore other = Keystore.create(place(directory.resolve("other")))) {
            KeyId foreign = other.keys().getFirst().id();
            KeyId own = keystore.keys().getFirst().id();
            WrappedKey wrapped = other.wrap(foreign, secret(5));
            WrappedKey ofAnotherVersion =
                    new WrappedKey(2, keystore.wrap(own, secret(5)).bytes());

            assertThatThrownBy(() -> keystore.unwrap(foreign, wrapped)).isInstanceOf(Failure.Denied.class);
            assertThatThrownBy(() -> keystore.unwrap(own, ofAnotherVersion)).isInstanceOf(Failure.Denied.class);
            assertThatThrownBy(() -> keystore.unwrap(own, wrapped)).isInstanceOf(Failure.Corrupt.class);
        }
    }

    @Test
    void aClosedOneUnwrapsNothing() {
        Keystore keystore = Keystore.create(place(file));
        KeyId key = keystore.keys().getFirst().id();
        keystore.close();

        assertThatThrownBy(() -> keystore.wrap(key, secret(1))).isInstanceOf(Failure.Denied.class);
    }

    private static DestroyableSecret secret(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return DestroyableSecret.owning(bytes);
    }
}
