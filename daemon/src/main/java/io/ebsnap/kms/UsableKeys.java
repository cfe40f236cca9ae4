package io.ebsnap.kms;

import io.ebsnap.failure.Failure;
import io.ebsnap.failure.KeyRefusal;
import io.ebsnap.format.DeletedKey;
import io.ebsnap.format.KeystoreContent;
import io.ebsnap.identity.KeyId;
import java.util.Optional;

/** Which keys of a keystore's content may be used, and which of their versions wrap. */
final class UsableKeys {

    private UsableKeys() {}

    /** The key of an id, usable or not. */
    static Optional<KeystoreContent.Key> find(KeystoreContent content, KeyId id) {
        return content.keys().stream()
                .filter(key -> key.keyId().equals(id.value()))
                .findFirst();
    }

    /**
     * The key of an id.
     *
     * @throws Failure.Denied if it is disabled, about to be deleted, deleted or not here
     */
    static KeystoreContent.Key require(KeystoreContent content, KeyId id) {
        KeystoreContent.Key key = find(content, id).orElseThrow(() -> missing(content, id));
        return switch (key.keyState()) {
            case ENABLED -> key;
            case DISABLED ->
                throw new Failure.Denied(
                        KeyRefusal.DISABLED, "KMS key " + id + " is disabled", "enable it: ebsnap key enable " + id);
            case PENDING_DELETION ->
                throw new Failure.Denied(
                        KeyRefusal.PENDING_DELETION,
                        "KMS key " + id + " is about to be deleted, at " + key.deletionDate(),
                        "keep it: ebsnap key cancel-deletion " + id + ", then ebsnap key enable " + id);
        };
    }

    /**
     * A version of a key.
     *
     * @throws Failure.Denied if it is not here
     */
    static KeystoreContent.Version version(KeystoreContent.Key key, int number) {
        return key.versions().stream()
                .filter(version -> version.version() == number)
                .findFirst()
                .orElseThrow(() -> missing("version " + number + " of key " + key.keyId()));
    }

    /**
     * The newest version that a recovery file has. Where there is a recovery file, nothing is wrapped under what it has not: with it and
     * the store, everything can be read again, however often keys were rotated since. Where there is none, or none of this key, the newest.
     */
    static KeystoreContent.Version wrapping(KeystoreContent content, KeystoreContent.Key key) {
        return key.versions().reversed().stream()
                .filter(KeystoreContent.Version::exported)
                .findFirst()
                .filter(exported -> isExported(content))
                .orElse(key.current());
    }

    private static boolean isExported(KeystoreContent content) {
        return content.keys().stream()
                .flatMap(key -> key.versions().stream())
                .anyMatch(KeystoreContent.Version::exported);
    }

    private static Failure.Denied missing(KeystoreContent content, KeyId id) {
        return content.deletedKeys().stream()
                .filter(deleted -> deleted.keyId().equals(id.value()))
                .findFirst()
                .map(DeletedKey::deletionDate)
                .map(date -> deleted(id, " at " + date))
                .orElseGet(() -> missing("key " + id));
    }

    /** What is said of a key that was deleted. */
    static Failure.Denied deleted(KeyId id, String when) {
        return new Failure.Denied(
                "KMS key " + id + " was deleted" + when + ": what is sealed under it can never be read again",
                "snapshots under it can only be deleted: ebsnap snapshot list --filter 'kms-key-id=*" + id + "'");
    }

    private static Failure.Denied missing(String what) {
        return new Failure.Denied(
                KeyRefusal.UNAVAILABLE,
                what + " is not in this keystore",
                "import the recovery file that has it (ebsnap key import FILE)");
    }
}
