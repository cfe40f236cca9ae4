package io.ebsnap.kms;

import io.ebsnap.catalog.OwnedRecord;
import io.ebsnap.failure.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose keys and records are seen: those of one account, or of all. Each account has aliases of its own; a key that is not seen does not exist.
 *
 * @param keystore that has the keys
 * @param configured 12-digit account of the daemon, whose keys and records may leave it out
 * @param account the one; null for all, and then aliases are those of the daemon's account
 */
public record KeyOwner(
        Keystore keystore, String configured, @Nullable String account) {

    /** Whether a key is seen. */
    public boolean owns(KeyMetadata key) {
        return includes(key.accountId());
    }

    /** Whether an alias is seen. */
    public boolean owns(KmsAliases.Alias alias) {
        return includes(alias.accountId());
    }

    /** Whether a record is seen. */
    public boolean owns(OwnedRecord record) {
        return includes(record.ownerId());
    }

    /**
     * A key.
     *
     * @param name id, alias or ARN of either
     * @throws Failure.NotFound if none of those that are seen is meant
     */
    public KeyMetadata find(String name) {
        if (account == null) {
            return keystore.resolve(name);
        }
        return keystore.resolve(name, recorded()).orElseThrow(() -> Keystore.none(name));
    }

    /** The id of a key, as text: see {@link #find}. */
    public String id(String name) {
        return find(name).id().toString();
    }

    /**
     * The id of a key that snapshots can be taken under: one of those that are seen, or the store's own, which is everybody's.
     *
     * @throws Failure.NotFound as {@link #find}
     */
    public String idForSnapshots(String name) {
        return KeyAliases.withoutArn(name).equals(KeyAliases.STORE)
                ? keystore.resolve(KeyAliases.STORE).id().toString()
                : id(name);
    }

    /**
     * The id of a key with a grant that the account may give back: one of those that are seen, or one that lets the account use it.
     *
     * @throws Failure.NotFound as {@link #find}
     */
    public String idWithGrant(String name, String grantId) {
        String wanted = KeyAliases.withoutArn(name);
        return keystore.keys().stream()
                .filter(key -> key.id().toString().equals(wanted))
                .filter(key -> key.grants().stream()
                        .anyMatch(grant -> grant.grantId().equals(grantId)
                                && grant.granteePrincipal().equals(account)))
                .findFirst()
                .map(key -> key.id().toString())
                .orElseGet(() -> id(name));
    }

    /** The key that seals what nothing else was said of, if the account is another than the daemon's and has used it. */
    public Optional<KeyMetadata> defaultKey() {
        return keystore.resolve(KeyAliases.DEFAULT, recorded());
    }

    /** Whether nobody but the account seals anything under a key: it is its own, and not the store's. */
    public boolean isAlone(String keyId) {
        return keystore.resolve(keyId, recorded())
                .filter(key -> !key.aliases().contains(KeyAliases.STORE))
                .isPresent();
    }

    /** The account as keys have it. */
    public String recorded() {
        return account == null || account.equals(configured) ? "" : account;
    }

    private boolean includes(@Nullable String owner) {
        if (account == null) {
            return true;
        }
        return account.equals(owner == null || owner.isEmpty() ? configured : owner);
    }
}
