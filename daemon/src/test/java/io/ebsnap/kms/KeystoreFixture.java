package io.ebsnap.kms;

import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.format.PassphraseCost;
import io.ebsnap.identity.KeyId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What the tests of keys work with. */
final class KeystoreFixture {

    static final PassphraseCost CHEAP = new PassphraseCost(PassphraseCost.MEMORY_KIB_MIN, 1, 1);
    static final String PASSPHRASE = "correct horse battery staple";
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.678Z"));

    private static final AeadCipher CIPHER = AeadCiphers.fastest();

    private KeystoreFixture() {}

    static KeystoreSealing sealing() {
        return new KeystoreSealing(CIPHER, new SecureRandom());
    }

    static RootSecret passphrase(String text) {
        return RootSecret.passphrase(DestroyableSecret.owning(text.getBytes(StandardCharsets.UTF_8)), CHEAP);
    }

    static KmsKeys keysOf(Keystore keystore) {
        KeystoreKeyring keyring = KeystoreKeyring.open(
                        keystore, CLOCK, Optional.empty(), unused -> new InMemoryDataKeys())
                .keyring();
        return new KmsKeys(keystore, keyring, CrashPoints.NONE, KeyObjection.NONE);
    }

    static KeyId createKey(Keystore keystore, String alias) {
        return keysOf(keystore).create("mine", List.of(), Optional.of(alias)).id();
    }

    static Keystore.Place place(Path file) {
        return place(file, passphrase(PASSPHRASE));
    }

    static Keystore.Place place(Path file, RootSecret root) {
        return new Keystore.Place(file, root, sealing(), CLOCK);
    }
}
