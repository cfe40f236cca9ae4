package io.ebsnap.kms;

import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.format.KeystoreHeader;
import io.ebsnap.format.PassphraseCost;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * What a keystore is sealed under. Used by one thread at a time; the keystore that was opened with it keeps it, and closes it.
 */
public sealed interface RootSecret extends AutoCloseable permits PassphraseRoot, KeyFileRoot {

    /**
     * A passphrase, at the standard cost.
     *
     * @param passphrase in UTF-8, at least {@link PassphraseRoot#BYTES_MIN} bytes; taken over
     */
    static RootSecret passphrase(DestroyableSecret passphrase) {
        return passphrase(passphrase, PassphraseCost.STANDARD);
    }

    /**
     * A passphrase.
     *
     * @param cost of files that are written; files that are read bring their own
     */
    static RootSecret passphrase(DestroyableSecret passphrase, PassphraseCost cost) {
        return new PassphraseRoot(passphrase, cost);
    }

    /**
     * The passphrase that is the content of a file of root's or the daemon's own that nobody else may read; ends of line behind it do not
     * count, those within it do: keystores are sealed under such passphrases.
     *
     * @throws io.ebsnap.failure.Failure.Denied if others may read or change the file
     */
    static RootSecret passphraseFile(Path file) {
        return passphrase(SecretFile.ownerOnly(file).readText());
    }

    /**
     * The passphrase that is the first line of such a file, as {@code ebsnap key export} takes it.
     *
     * @throws io.ebsnap.failure.Failure.Denied if others may read or change the file
     */
    static RootSecret firstLineOf(Path file) {
        return passphrase(SecretFile.ownerOnly(file).readFirstLine());
    }

    /** A key file that must be there: root's or the daemon's own, which nobody else may read. */
    static RootSecret keyFile(Path file) {
        return new KeyFileRoot(SecretFile.ownerOnly(file), Optional.empty());
    }

    /** A key file that is made, with 32 random bytes, when a new keystore is sealed under it and it is not there. */
    static RootSecret newKeyFile(Path file, SecureRandom random) {
        return new KeyFileRoot(SecretFile.ownerOnly(file), Optional.of(random));
    }

    /**
     * A credential of the service manager: a file in {@code $CREDENTIALS_DIRECTORY}, whose owner and mode are the manager's business.
     */
    static RootSecret credential(Path file) {
        return new KeyFileRoot(SecretFile.ofAnyOwner(file), Optional.empty());
    }

    /** Makes sure that the secret is there before a new keystore is sealed under it. */
    void provide();

    /** The cost of a passphrase in files that are written; empty for a key file or credential. */
    Optional<PassphraseCost> cost();

    /**
     * The secret that a keystore's key is derived from.
     *
     * @param header of the keystore, of this kind of root
     * @return the caller's to close
     * @throws io.ebsnap.failure.Failure.NotFound if the key file is not there
     * @throws io.ebsnap.failure.Failure.Denied if the key file can be read or changed by others
     */
    DestroyableSecret secretFor(KeystoreHeader header);

    /** What a person calls it. */
    String words();

    @Override
    void close();
}
