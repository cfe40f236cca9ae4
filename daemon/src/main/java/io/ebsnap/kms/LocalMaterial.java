package io.ebsnap.kms;

import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.crypto.KeyWrap;
import io.ebsnap.format.KeystoreContent;
import io.ebsnap.identity.KeyId;
import java.security.SecureRandom;

/** Material in the keystore file: it is part of its content, so keeping and destroying it are the keystore's. */
final class LocalMaterial implements KeyMaterial {

    private final SecureRandom random;

    LocalMaterial(SecureRandom random) {
        this.random = random;
    }

    @Override
    public String words() {
        return "the keystore file";
    }

    @Override
    public String token() {
        return "";
    }

    @Override
    public void require(KeyId key, KeystoreContent.Version version) {
        materialOf(version).close();
    }

    @Override
    public KeystoreContent.Version make(KeyId key, NewVersion version) {
        byte[] material = new byte[KeystoreContent.MATERIAL_BYTES];
        random.nextBytes(material);
        return KeystoreContent.Version.here(
                version.number(), version.created(), version.rotationType(), false, material);
    }

    @Override
    public byte[] wrap(KeyId key, KeystoreContent.Version version, DestroyableSecret domainKey) {
        try (DestroyableSecret material = materialOf(version)) {
            return KeyWrap.wrap(material, domainKey);
        }
    }

    @Override
    public DestroyableSecret unwrap(KeyId key, KeystoreContent.Version version, byte[] wrapped) {
        try (DestroyableSecret material = materialOf(version)) {
            return KeyWrap.unwrap(material, wrapped);
        }
    }

    @Override
    public void destroy(KeyId key, int version) {
        // The keystore is written without it.
    }

    private static DestroyableSecret materialOf(KeystoreContent.Version version) {
        byte[] material = version.material();
        if (material == null) {
            throw new IllegalStateException("version " + version.version() + " is in a token");
        }
        return DestroyableSecret.copyOf(material);
    }
}
