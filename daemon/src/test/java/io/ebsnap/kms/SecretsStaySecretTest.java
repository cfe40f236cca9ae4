package io.ebsnap.kms;

import static io.ebsnap.kms.KeystoreFixture.CLOCK;
import static io.ebsnap.kms.KeystoreFixture.passphrase;
import static io.ebsnap.kms.KeystoreFixture.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.DataKeyRecord;
import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.format.CiphertextBlob;
import io.ebsnap.format.EncryptionContext;
import io.ebsnap.format.KeystoreContent;
import io.ebsnap.format.KeystoreKind;
import io.ebsnap.identity.DomainId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the key code logs, prints or throws, in success and in failure: no secret byte is in it, in no notation. */
class SecretsStaySecretTest {

    private static final String RECOVERY_PASSPHRASE = "written on paper";

    @TempDir
    Path directory;

    private final StringBuilder told = new StringBuilder();
    private final List<byte[]> secrets = new ArrayList<>();
    private final Logger logger = Logger.getLogger("io.ebsnap");
    private final Handler listener = new Listener();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.ALL);
        logger.addHandler(listener);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(listener);
        logger.setLevel(null);
    }

    @Test
    void noSecretIsLoggedPrintedOrThrown() throws IOException {
        useKeys();

        assertThat(secrets).hasSizeGreaterThanOrEqualTo(6);
        assertThat(told).contains("A keystore was made", "does not open", "exported=true");
        String text = told.toString().toLowerCase(Locale.ROOT);
        for (byte[] secret : secrets) {
            for (String notation : notationsOf(secret)) {
                assertThat(text).doesNotContain(notation.toLowerCase(Locale.ROOT));
            }
        }
    }

    @Test
    void aSecretThatIsToldWouldBeNoticed() {
        byte[] secret = {1, 2, 3, 4, 5, 6, 7, 8, 9};

        assertThat(notationsOf(secret)).contains("010203040506070809", "AQIDBAUGBwgJ", "1, 2, 3, 4, 5, 6, 7, 8, 9");
    }

    private void useKeys() throws IOException {
        Path file = directory.resolve("keystore");
        secrets.add(utf8(KeystoreFixture.PASSPHRASE));
        secrets.add(utf8(RECOVERY_PASSPHRASE));
        try (Keystore keystore = Keystore.create(place(file))) {
            tell(keystore, keystore.keys());
            byte[] recovery = RecoveryFile.export(keystore, passphrase(RECOVERY_PASSPHRASE));
            learn(KeystoreKind.RECOVERY, passphrase(RECOVERY_PASSPHRASE), recovery);
            useDomain(keystore);
            sealDirectly(keystore);
            tell(RecoveryFile.importInto(keystore, recovery, passphrase(RECOVERY_PASSPHRASE)));
            fail(() -> RecoveryFile.importInto(keystore, recovery, passphrase("something else")));
            fail(() -> KeystoreFixture.createKey(keystore, KeyAliases.DEFAULT));
        }
        fail(() -> Keystore.create(place(file)));
        fail(() -> Keystore.open(place(file, passphrase("something else"))));
        byte[] bytes = Files.readAllBytes(file);
        for (int offset = 0; offset < bytes.length; offset += 7) {
            byte[] damaged = bytes.clone();
            damaged[offset] ^= 1;
            Files.write(file, damaged);
            fail(() -> Keystore.open(place(file)));
        }
    }

    private void useDomain(Keystore keystore) {
        InMemoryDataKeys catalog = new InMemoryDataKeys();
        try (KeystoreKeyring keyring = KeystoreKeyring.open(keystore, CLOCK, Optional.empty(), unused -> catalog)
                .keyring()) {
            DomainId domain = keyring.storeDomain();
            tell(keyring, keyring.keysOf(domain));
            DataKeyRecord record =
                    catalog.find(CatalogKind.DATA_KEY, domain.hex()).orElseThrow();
            byte[] wrapped = Base64.getDecoder().decode(record.wrapped());
            try (DestroyableSecret key =
                    keystore.unwrap(keyring.resolve(KeyAliases.STORE), new WrappedKey(1, wrapped))) {
                tell(key);
                secrets.add(key.reveal(byte[]::clone));
            }
            wrapped[5] ^= 1;
            fail(() -> keystore.unwrap(keyring.resolve(KeyAliases.STORE), new WrappedKey(1, wrapped)));
            fail(() -> keyring.keysOf(DomainId.of(new byte[16])));
        }
    }

    private void sealDirectly(Keystore keystore) {
        CryptographicOperations operations = new CryptographicOperations(keystore);
        byte[] words = utf8("words that are sealed directly");
        secrets.add(words);
        try (DestroyableSecret plaintext = DestroyableSecret.copyOf(words)) {
            CiphertextBlob blob =
                    operations.encrypt(keystore.resolve(KeyAliases.DEFAULT).id(), plaintext, EncryptionContext.NONE);
            byte[] bytes = blob.encode();
            bytes[40] ^= 1;
            try (CryptographicOperations.Opened opened = operations.decrypt(blob, EncryptionContext.NONE)) {
                tell(plaintext, blob, Arrays.toString(blob.encode()), opened);
            }
            fail(() -> operations.decrypt(CryptographicOperations.blob(bytes), EncryptionContext.NONE));
            fail(() -> operations.decrypt(blob, new EncryptionContext(Map.of("a", "b"))));
        }
    }

    /** Learns the secrets of a file. */
    private void learn(KeystoreKind kind, RootSecret root, byte[] bytes) {
        try (KeystoreContent content = KeystoreFixture.sealing().open(kind, root, bytes)) {
            tell(content, root, content.keys().getFirst().current());
            content.keys()
                    .forEach(key -> secrets.add(
                            Objects.requireNonNull(key.current().material()).clone()));
        }
        secrets.add(utf8("\"Material\""));
    }

    private void tell(Object... things) {
        for (Object thing : things) {
            told.append(thing).append('\n');
        }
    }

    private void fail(ThrowingCallable attempt) {
        Throwable thrown = catchThrowable(attempt);
        assertThat(thrown).isNotNull();
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        tell(trace);
    }

    private static List<String> notationsOf(byte[] secret) {
        String base64 = Base64.getEncoder().encodeToString(secret);
        String decimals = Arrays.toString(secret);
        return List.of(
                HexFormat.of().formatHex(secret),
                HexFormat.ofDelimiter(":").formatHex(secret),
                HexFormat.ofDelimiter(" ").formatHex(secret),
                base64.replaceAll("=+$", ""),
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret),
                decimals.substring(1, decimals.length() - 1),
                new String(secret, StandardCharsets.ISO_8859_1));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Keeps what is logged. */
    private final class Listener extends Handler {
        @Override
        public void publish(LogRecord event) {
            told.append(event.getMessage()).append(' ').append(Arrays.toString(event.getParameters()));
            Throwable thrown = event.getThrown();
            if (thrown != null) {
                StringWriter trace = new StringWriter();
                thrown.printStackTrace(new PrintWriter(trace));
                told.append(trace);
            }
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing to give back.
        }
    }
}
