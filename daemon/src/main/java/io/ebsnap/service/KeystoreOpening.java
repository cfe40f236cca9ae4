package io.ebsnap.service;

import io.ebsnap.config.EbsnapdConfig.KeystoreConfig;
import io.ebsnap.config.EbsnapdConfig.TokenConfig;
import io.ebsnap.failure.Failure;
import io.ebsnap.kms.KeyMaterial;
import io.ebsnap.kms.KeyMaterials;
import io.ebsnap.kms.KeyOrigin;
import io.ebsnap.kms.Keystore;
import io.ebsnap.kms.KeystoreSealing;
import io.ebsnap.kms.RootSecret;
import io.ebsnap.kms.TokenPin;
import io.ebsnap.kms.token.Token;
import io.ebsnap.kms.token.TokenMaterial;
import io.ebsnap.linux.foreign.ForeignCryptoki;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the keystore, or makes it together with a new store; never a new one for a store that has data. */
final class KeystoreOpening {

    private KeystoreOpening() {}

    /** Where the keystore of a data directory is, and what opens it. */
    static Keystore.Place place(Path file, KeystoreConfig config, Foundation base, KeyMaterials materials) {
        RootSecret root = switch (config.root()) {
            case KEY_FILE -> RootSecret.newKeyFile(config.path(), base.random());
            case PASSPHRASE_FILE -> RootSecret.passphraseFile(config.path());
            case CREDENTIAL -> RootSecret.credential(config.path());
        };
        return new Keystore.Place(
                file, root, new KeystoreSealing(base.cipher(), base.random()), base.clock(), materials);
    }

    /**
     * Where material may be. The token is asked for when it is first needed.
     *
     * @param closer is given the token
     */
    static KeyMaterials materials(KeystoreConfig config, Foundation base, Closer closer) {
        Optional<KeyMaterial> token =
                config.token().map(each -> new TokenMaterial(closer.add(token(each)), base.crashPoints()));
        return new KeyMaterials(
                token,
                switch (config.backend()) {
                    case LOCAL -> KeyOrigin.AWS_KMS;
                    case PKCS11 -> KeyOrigin.AWS_CLOUDHSM;
                });
    }

    private static Token token(TokenConfig config) {
        TokenPin pin = config.isCredential() ? TokenPin.credential(config.pinFile()) : TokenPin.file(config.pinFile());
        return new Token(config.label(), () -> ForeignCryptoki.load(config.module()), pin);
    }

    /**
     * The keystore.
     *
     * @param storeHasData whether there is something that only the old keystore can read
     * @throws Failure.Denied if the keystore is lost
     * @throws Failure.Unavailable if the token of the store's own key is not there: later it may be
     * @throws Failure.Invalid if that token lets nobody in, so that another start would do harm
     */
    static Keystore openOrCreate(Keystore.Place place, boolean storeHasData) {
        Keystore keystore = place.isTaken() ? Keystore.open(place) : create(place, storeHasData);
        boolean ready = false;
        try {
            if (!storeHasData) {
                keystore.provideFirstKeys();
            }
            keystore.requireStoresToken();
            ready = true;
            return keystore;
        } catch (Failure.Denied e) {
            throw new Failure.Invalid(String.valueOf(e.getMessage()), e.hint().orElse("see ebsnapd.conf(5), [pkcs11]"));
        } finally {
            if (!ready) {
                keystore.close();
            }
        }
    }

    private static Keystore create(Keystore.Place place, boolean storeHasData) {
        if (storeHasData) {
            throw new Failure.Denied(
                    "keystore " + place.file() + " is missing, and nothing else can read the store beside it",
                    "bring the file back, or make it anew from a recovery file: ebsnapd --recover FILE");
        }
        return Keystore.createEmpty(place);
    }
}
