package io.ebsnap.kms;

import io.ebsnap.catalog.OwnedRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.KeyGrant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
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

    /**
     * The key for an operation: one of those that are seen, or one of another account, by its id or ARN, whose grant lets the account do it.
     *
     * @param operation one of {@link KmsGrants#OPERATIONS}
     * @param context with which it is to be done
     * @throws Failure.NotFound if no key is meant that is seen, or that the account has a grant of
     * @throws Failure.Denied if it has grants of the key, and none allows this
     */
    public KeyMetadata findFor(String operation, String name, Map<String, String> context) {
        return own(name)
                .or(() -> granted(name, grant -> allows(grant, operation, context)))
                .orElseThrow(() -> granted(
                                name, grant -> grant.granteePrincipal().equals(account))
                        .<Failure>map(key -> new Failure.Denied("no grant of KMS key " + key.id() + " lets account "
                                + account + " do " + operation + " with this encryption context"))
                        .orElseGet(() -> Keystore.none(name)));
    }

    /**
     * The key that a name means: one of those that are seen, or one of another account, by its id or ARN, whose grant lets the account know it.
     *
     * @throws Failure.NotFound if there is none
     */
    public KeyMetadata findKnown(String name) {
        return own(name)
                .or(() -> granted(name, grant -> allows(grant, KmsGrants.DESCRIBE_KEY, Map.of())))
                .orElseThrow(() -> Keystore.none(name));
    }

    private Optional<KeyMetadata> own(String name) {
        return account == null ? Optional.of(keystore.resolve(name)) : keystore.resolve(name, recorded());
    }

    private Optional<KeyMetadata> granted(String name, Predicate<KeyGrant> wanted) {
        String id = KeyAliases.withoutArn(name);
        return keystore.keys().stream()
                .filter(key -> key.id().toString().equals(id))
                .filter(key -> key.grants().stream().anyMatch(wanted))
                .findFirst();
    }

    private boolean allows(KeyGrant grant, String operation, Map<String, String> context) {
        return account != null && KmsGrants.allows(grant, account, operation, context);
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
     * The id of a key with a grant that the account may give back: one of those that are seen, or one of whose grants it is said so.
     *
     * @throws Failure.NotFound as {@link #find}
     */
    public String idWithGrant(String name, String grantId) {
        String wanted = KeyAliases.withoutArn(name);
        return keystore.keys().stream()
                .filter(key -> key.id().toString().equals(wanted))
                .filter(key -> key.grants().stream()
                        .anyMatch(grant -> grant.grantId().equals(grantId) && grant.mayBeRetiredBy(account)))
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
