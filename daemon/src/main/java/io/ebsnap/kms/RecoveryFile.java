package io.ebsnap.kms;

import io.ebsnap.failure.Failure;
import io.ebsnap.file.DurableFiles;
import io.ebsnap.format.KeyState;
import io.ebsnap.format.KeystoreContent;
import io.ebsnap.format.KeystoreFile;
import io.ebsnap.format.KeystoreKind;
import io.ebsnap.identity.KeyId;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of all keys in a file of its own, sealed under a passphrase of its own: with it and the store everything can be read again,
 * without it and without the keystore nothing. Every root secret given here is a passphrase, and stays the caller's.
 */
public final class RecoveryFile {

    private static final Logger LOG = LoggerFactory.getLogger(RecoveryFile.class);

    private RecoveryFile() {}

    /**
     * What an import did.
     *
     * @param added keys that were not there, or had fewer versions
     * @param known keys that were there already
     * @param deleted keys that were deleted here, and stay so
     * @param aliasesLeftOut aliases that other keys have here
     */
    public record Imported(List<KeyId> added, List<KeyId> known, List<KeyId> deleted, List<String> aliasesLeftOut) {
        public Imported {
            deleted = List.copyOf(deleted);
            added = List.copyOf(added);
            known = List.copyOf(known);
            aliasesLeftOut = List.copyOf(aliasesLeftOut);
        }
    }

    /**
     * The bytes of a recovery file.
     *
     * @throws Failure.Invalid if the passphrase is too short
     */
    public static byte[] export(Keystore keystore, RootSecret passphrase) {
        if (passphrase.cost().isEmpty()) {
            throw new Failure.Invalid("a recovery file is sealed under a passphrase, not under " + passphrase.words());
        }
        passphrase.provide();
        byte[] bytes = keystore.exported(passphrase);
        LOG.info("keystore={} exported=true", keystore.id());
        return bytes;
    }

    /**
     * Writes a recovery file, readable by its owner only. It is durable when the call returns.
     *
     * @throws Failure.Conflict if there is a file, which is left as it is
     */
    public static void exportTo(Path file, Keystore keystore, RootSecret passphrase) {
        if (!DurableFiles.createIfAbsent(file, export(keystore, passphrase))) {
            throw new Failure.Conflict(file + " is there already", "choose another name, or remove it first");
        }
    }

    /**
     * Adds to a keystore the keys that it has not.
     *
     * @throws Failure.Conflict if a key of one id is two different keys; then nothing was added
     * @throws Failure.Denied if the passphrase does not open it
     */
    public static Imported importInto(Keystore keystore, byte[] recovery, RootSecret passphrase) {
        try (KeystoreContent content = content(keystore.sealing(), passphrase, recovery)) {
            Imported imported = keystore.merge(new KeystoreMerge(content));
            LOG.info(
                    "keystore={} imported={} known={} deleted={}",
                    keystore.id(),
                    imported.added(),
                    imported.known(),
                    imported.deleted());
            return imported;
        }
    }

    /**
     * Makes the keystore anew that the recovery file was made of.
     *
     * @throws Failure.Conflict if there is a keystore, which is left as it is
     * @throws Failure.Denied if the passphrase does not open it
     */
    public static Keystore createFrom(byte[] recovery, RootSecret passphrase, Keystore.Place place) {
        return Keystore.createWith(place, content(place.sealing(), passphrase, recovery));
    }

    /** What was about to be deleted when the file was made may have been kept since: it comes back disabled, and waits for a person. */
    private static KeystoreContent content(KeystoreSealing sealing, RootSecret passphrase, byte[] recovery) {
        KeystoreContent content =
                sealing.open(KeystoreKind.RECOVERY, passphrase, recovery).exported();
        return content.with(content.keys().stream()
                .map(key -> key.keyState() == KeyState.PENDING_DELETION ? key.in(KeyState.DISABLED) : key)
                .toList());
    }

    /** The bytes of a recovery file, of a bounded number. */
    public static byte[] read(Path file) {
        return DurableFiles.read(file, KeystoreFile.BYTES_MAX);
    }
}
