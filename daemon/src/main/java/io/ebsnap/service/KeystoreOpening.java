package io.ebsnap.service;

import io.ebsnap.config.EbsnapdConfig.KeystoreConfig;
import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.failure.Failure;
import io.ebsnap.kms.Keystore;
import io.ebsnap.kms.KeystoreSealing;
import io.ebsnap.kms.RootSecret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Opens the keystore, or makes it together with a new store; never a new one for a store that has data. */
final class KeystoreOpening {

    private KeystoreOpening() {}

    /** Where the keystore of a data directory is, and what opens it. */
    static Keystore.Place place(
            Path file, KeystoreConfig config, AeadCipher cipher, SecureRandom random, InstantSource clock) {
        RootSecret root = switch (config.root()) {
            case KEY_FILE -> RootSecret.newKeyFile(config.path(), random);
            case PASSPHRASE_FILE -> RootSecret.passphraseFile(config.path());
            case CREDENTIAL -> RootSecret.credential(config.path());
        };
        return new Keystore.Place(file, root, new KeystoreSealing(cipher, random), clock);
    }

    /**
     * The keystore.
     *
     * @param storeHasData whether there is something that only the old keystore can read
     * @throws Failure.Denied if the keystore is lost
     */
    static Keystore openOrCreate(Keystore.Place place, boolean storeHasData) {
        if (place.isTaken()) {
            return Keystore.open(place);
        }
        if (storeHasData) {
            throw new Failure.Denied(
                    "keystore " + place.file() + " is missing, and nothing else can read the store beside it",
                    "bring the file back, or make it anew from a recovery file: ebsnapd --recover FILE");
        }
        return Keystore.create(place);
    }
}
