package io.ebsnap.kms;

import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.crypto.PassphraseHash;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.KeystoreHeader;
import io.ebsnap.format.PassphraseCost;
import java.util.Optional;

/** A passphrase, through Argon2id. */
final class PassphraseRoot implements RootSecret {

    /** Shorter ones can be guessed at any cost. */
    static final int BYTES_MIN = 8;

    private final DestroyableSecret passphrase;
    private final PassphraseCost cost;

    PassphraseRoot(DestroyableSecret passphrase, PassphraseCost cost) {
        this.passphrase = passphrase;
        this.cost = cost;
    }

    @Override
    public void provide() {
        if (passphrase.length() < BYTES_MIN) {
            throw new Failure.Invalid(
                    "the passphrase has " + passphrase.length() + " bytes", "take one of at least " + BYTES_MIN);
        }
    }

    @Override
    public Optional<PassphraseCost> cost() {
        return Optional.of(cost);
    }

    @Override
    public DestroyableSecret secretFor(KeystoreHeader header) {
        PassphraseCost of = header.cost().orElseThrow();
        return new PassphraseHash(of.memoryKib(), of.passes(), of.lanes()).secretOf(passphrase, header.salt());
    }

    @Override
    public String words() {
        return "the passphrase";
    }

    @Override
    public void close() {
        passphrase.close();
    }

    @Override
    public String toString() {
        return "PassphraseRoot";
    }
}
