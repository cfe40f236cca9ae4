package io.ebsnap.kms;

import static io.ebsnap.kms.KeystoreFixture.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileRootTest {

    @TempDir
    Path directory;

    private Path keystore;
    private Path key;

    @BeforeEach
    void nameTheFiles() {
        keystore = directory.resolve("keystore");
        key = directory.resolve("key");
    }

    @Test
    void theKeyFileIsMadeWithTheKeystoreAndOpensIt() throws IOException {
        Keystore.create(place(keystore, RootSecret.newKeyFile(key, new SecureRandom())))
                .close();

        assertThat(Files.readAllBytes(key)).hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        Keystore.open(place(keystore, RootSecret.keyFile(key))).close();
    }

    @Test
    void aKeyFileThatIsThereIsKept() throws IOException {
        writeKey("rw-------", 40);
        byte[] before = Files.readAllBytes(key);
        Keystore.create(place(keystore, RootSecret.newKeyFile(key, new SecureRandom())))
                .close();

        assertThat(key).hasBinaryContent(before);
    }

    @Test
    void aLostKeyFileIsNotMadeAnewForAKeystoreThatIsThere() throws IOException {
        Keystore.create(place(keystore, RootSecret.newKeyFile(key, new SecureRandom())))
                .close();
        Files.delete(key);

        assertThatThrownBy(() -> Keystore.open(place(keystore, RootSecret.newKeyFile(key, new SecureRandom()))))
                .isInstanceOf(Failure.NotFound.class)
                .hasMessageContaining(key.toString());
        assertThat(key).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwx--x---"})
    void aKeyFileThatOthersMayUseIsDenied(String mode) throws IOException {
        writeKey(mode, 32);

        assertThatThrownBy(() -> Keystore.create(place(keystore, RootSecret.keyFile(key))))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining(key.toString());
        assertThat(keystore).doesNotExist();
    }

    @Test
    @EnabledIf(value = "isRoot", disabledReason = "only root can give a file to another user")
    void aKeyFileOfAnotherUserIsDeniedButACredentialIsNot() throws IOException {
        writeKey("rw-------", 32);
        Files.setAttribute(key, "unix:uid", 12345);

        assertThatThrownBy(() -> Keystore.create(place(keystore, RootSecret.keyFile(key))))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining("12345");
        Keystore.create(place(keystore, RootSecret.credential(key))).close();
    }

    @Test
    void aCredentialMayBeReadableByItsGroup() throws IOException {
        writeKey("r--r-----", 32);
        Keystore.create(place(keystore, RootSecret.credential(key))).close();

        Keystore.open(place(keystore, RootSecret.credential(key))).close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 65_537})
    void aKeyFileOfImpossibleLengthIsInvalid(int length) throws IOException {
        writeKey("rw-------", length);

        assertThatThrownBy(() -> Keystore.create(place(keystore, RootSecret.keyFile(key))))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void whatIsNoFileIsDenied() throws IOException {
        Files.createDirectory(key);

        assertThatThrownBy(() -> Keystore.create(place(keystore, RootSecret.keyFile(key))))
                .isInstanceOf(Failure.Denied.class);
    }

    @Test
    void anotherKeyFileDoesNotOpenTheKeystore() throws IOException {
        writeKey("rw-------", 32);
        Keystore.create(place(keystore, RootSecret.keyFile(key))).close();
        Files.delete(key);
        writeKey("rw-------", 33);

        assertThatThrownBy(() -> Keystore.open(place(keystore, RootSecret.keyFile(key))))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining("does not open");
    }

    @Test
    void aPassphraseFileMayEndInAnEndOfLine() throws IOException {
        Files.writeString(key, KeystoreFixture.PASSPHRASE + "\r\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Keystore.create(place(keystore)).close();

        Keystore.open(place(keystore, RootSecret.passphraseFile(key))).close();
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private void writeKey(String mode, int length) throws IOException {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) length);
        Files.write(key, bytes);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(mode));
    }
}
