package io.ebsnap.kms;

import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.format.KeystoreContent;
import io.ebsnap.identity.KeyId;
import java.util.ArrayList;
import java.util.List;

/** Aliases of KMS keys. One alias names one key of an account; those of the system stay as they are. Safe for use by several threads. */
public final class KmsAliases {

    private final Keystore keystore;
    private final CrashPoints crashPoints;

    public KmsAliases(Keystore keystore, CrashPoints crashPoints) {
        this.keystore = keystore;
        this.crashPoints = crashPoints;
    }

    /**
     * An alias.
     *
     * @param name {@code alias/...}
     * @param key that it names
     * @param accountId 12-digit owner of both; empty for the daemon's own
     */
    public record Alias(String name, KeyId key, String accountId) {}

    /** All aliases, by the making of their keys. */
    public List<Alias> list() {
        return keystore.keys().stream()
                .flatMap(key -> key.aliases().stream().map(name -> new Alias(name, key.id(), key.accountId())))
                .toList();
    }

    /**
     * Gives a key an alias.
     *
     * @throws Failure.Conflict if a key of the same account has it already
     */
    public void create(String alias, String keyName) {
        KeyAliases.requireUsers(alias);
        KeyMetadata target = keystore.resolve(keyName);
        keystore.change(keys -> {
            requireFree(keys, alias, target.accountId());
            return given(keys, alias, target.id());
        });
        crashPoints.reached("key.after-alias");
    }

    /**
     * Makes an alias name another key.
     *
     * @throws Failure.NotFound if there is no such alias
     */
    public void update(String alias, String keyName) {
        KeyAliases.requireUsers(alias);
        KeyMetadata target = keystore.resolve(keyName);
        keystore.change(keys -> given(taken(keys, alias, target.accountId()), alias, target.id()));
        crashPoints.reached("key.after-alias");
    }

    /**
     * Takes an alias away from its key.
     *
     * @param account 12 digits, whose alias it is; empty for the daemon's own
     * @throws Failure.NotFound if there is no such alias
     */
    public void delete(String alias, String account) {
        KeyAliases.requireUsers(alias);
        keystore.change(keys -> taken(keys, alias, account));
        crashPoints.reached("key.after-alias");
    }

    static void requireFree(List<KeystoreContent.Key> keys, String alias, String account) {
        if (keys.stream().anyMatch(key -> has(key, alias, account))) {
            throw new Failure.Conflict("a key has the alias " + alias + " already");
        }
    }

    private static List<KeystoreContent.Key> given(List<KeystoreContent.Key> keys, String alias, KeyId target) {
        return keys.stream()
                .map(key -> key.keyId().equals(target.value()) ? given(key, alias) : key)
                .toList();
    }

    private static KeystoreContent.Key given(KeystoreContent.Key key, String alias) {
        KeyRules.requireNotPending(key, "given an alias");
        if (key.aliases().size() >= KeyAliases.ALIASES_MAX) {
            throw new Failure.Exhausted(
                    "key " + key.keyId() + " has " + KeyAliases.ALIASES_MAX + " aliases, which is the most", null);
        }
        List<String> aliases = new ArrayList<>(key.aliases());
        aliases.add(alias);
        return key.aliased(aliases);
    }

    private static boolean has(KeystoreContent.Key key, String alias, String account) {
        return key.accountId().equals(account) && key.aliases().contains(alias);
    }

    private static List<KeystoreContent.Key> taken(List<KeystoreContent.Key> keys, String alias, String account) {
        if (keys.stream().noneMatch(key -> has(key, alias, account))) {
            throw new Failure.NotFound("there is no alias '" + alias + "'");
        }
        return keys.stream()
                .map(key -> has(key, alias, account) ? without(key, alias) : key)
                .toList();
    }

    private static KeystoreContent.Key without(KeystoreContent.Key key, String alias) {
        return key.aliased(
                key.aliases().stream().filter(name -> !name.equals(alias)).toList());
    }
}
