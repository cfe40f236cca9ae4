package io.ebsnap.kms;

import io.ebsnap.failure.Failure;
import io.ebsnap.format.KeystoreContent;
import io.ebsnap.identity.KeyId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings the keys of one keystore's content into another's. What is there already wins: its descriptions and aliases stay. Nothing is ever
 * replaced by something else.
 */
final class KeystoreMerge {

    private final KeystoreContent incoming;

    /** {@code incoming} stays the caller's; what is taken of it is copied. */
    KeystoreMerge(KeystoreContent incoming) {
        this.incoming = incoming;
    }

    /** The merged content, and what was done. */
    record Merged(KeystoreContent content, RecoveryFile.Imported result) {
        boolean changed() {
            return !result.added().isEmpty();
        }
    }

    /**
     * Merges.
     *
     * @throws Failure.Conflict if a key of one id is two different keys
     */
    Merged into(KeystoreContent existing) {
        List<KeystoreContent.Key> keys = new ArrayList<>(existing.keys());
        List<KeyId> added = new ArrayList<>();
        List<KeyId> known = new ArrayList<>();
        List<KeyId> deleted = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        Set<String> taken = aliasesOf(existing);
        for (KeystoreContent.Key key : incoming.keys()) {
            int at = indexOf(keys, key);
            if (isDeleted(existing, key)) {
                deleted.add(new KeyId(key.keyId()));
            } else if (at < 0) {
                keys.add(copied(key, taken, leftOut));
                added.add(new KeyId(key.keyId()));
            } else {
                KeystoreContent.Key united = united(keys.get(at), key);
                boolean more =
                        united.versions().size() > keys.get(at).versions().size();
                keys.set(at, united);
                (more ? added : known).add(new KeyId(key.keyId()));
            }
        }
        requireRoom(keys);
        return new Merged(existing.with(keys), new RecoveryFile.Imported(added, known, deleted, leftOut));
    }

    private static KeystoreContent.Key united(KeystoreContent.Key existing, KeystoreContent.Key incoming) {
        List<KeystoreContent.Version> versions = new ArrayList<>(existing.versions());
        for (KeystoreContent.Version version : incoming.versions()) {
            Optional<KeystoreContent.Version> same = existing.versions().stream()
                    .filter(v -> v.version() == version.version())
                    .findFirst();
            if (same.isEmpty()) {
                versions.add(version.copied());
            } else if (!same.get().hasMaterialOf(version)) {
                throw new Failure.Conflict("key " + existing.keyId() + " version " + version.version()
                        + " is another key here than in the recovery file");
            }
        }
        versions.sort(Comparator.comparingInt(KeystoreContent.Version::version));
        return existing.rotating(existing.rotation(), versions);
    }

    private static KeystoreContent.Key copied(KeystoreContent.Key key, Set<String> taken, List<String> leftOut) {
        List<String> aliases = new ArrayList<>();
        for (String alias : key.aliases()) {
            (taken.add(key.accountId() + alias) ? aliases : leftOut).add(alias);
        }
        return key.aliased(aliases)
                .rotating(
                        key.rotation(),
                        key.versions().stream()
                                .map(KeystoreContent.Version::copied)
                                .toList());
    }

    private static boolean isDeleted(KeystoreContent existing, KeystoreContent.Key key) {
        return existing.deletedKeys().stream()
                .anyMatch(deleted -> deleted.keyId().equals(key.keyId()));
    }

    private static int indexOf(List<KeystoreContent.Key> keys, KeystoreContent.Key key) {
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).keyId().equals(key.keyId())) {
                return i;
            }
        }
        return -1;
    }

    /** Each after its account: accounts have aliases of their own. */
    private static Set<String> aliasesOf(KeystoreContent content) {
        Set<String> aliases = new HashSet<>();
        content.keys().forEach(key -> key.aliases().forEach(alias -> aliases.add(key.accountId() + alias)));
        return aliases;
    }

    private static void requireRoom(List<KeystoreContent.Key> keys) {
        if (keys.size() > KeystoreContent.KEYS_MAX) {
            throw new Failure.Exhausted(
                    "the keystore would have " + keys.size() + " keys; " + KeystoreContent.KEYS_MAX + " are the most",
                    null);
        }
    }
}
