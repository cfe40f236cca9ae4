package io.ebsnap.kms;

import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.format.KeystoreContent;
import io.ebsnap.identity.KeyId;
import java.util.ArrayList;
import java.util.List;

/** Aliases of KMS keys. One alias names one key; those of the system stay as they are. Safe for use by several threads. */
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
     */
    public record Alias(String name, KeyId key) {}

    /** All aliases, by the making of their keys. */
    public List<Alias> list() {
        return keystore.keys().stream()
                .flatMap(key -> key.aliases().stream().map(name -> new Alias(name, key.id())))
                .toList();
    }

    /**
     * Gives a key an alias.
     *
     * @throws Failure.Conflict if a key has it already
     */
    public void create(String alias, String keyName) {
        KeyAliases.requireUsers(alias);
        KeyId target = keystore.resolve(keyName).id();
        keystore.change(keys -> {
            requireFree(keys, alias);
            return given(keys, alias, target);
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
        KeyId target = keystore.resolve(keyName).id();
        keystore.change(keys -> given(taken(keys, alias), alias, target));
        crashPoints.reached("key.after-alias");
    }

    /**
     * Takes an alias away from its key.
     *
     * @throws Failure.NotFound if there is no such alias
     */
    public void delete(String alias) {
        KeyAliases.requireUsers(alias);
        keystore.change(keys -> taken(keys, alias));
        crashPoints.reached("key.after-alias");
    }

    static void requireFree(List<KeystoreContent.Key> keys, String alias) {
        if (keys.stream().anyMatch(key -> key.aliases().contains(alias))) {
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

    private static List<KeystoreContent.Key> taken(List<KeystoreContent.Key> keys, String alias) {
        if (keys.stream().noneMatch(key -> key.aliases().contains(alias))) {
            throw new Failure.NotFound("there is no alias '" + alias + "'");
        }
        return keys.stream()
                .map(key -> key.aliases().contains(alias) ? without(key, alias) : key)
                .toList();
    }

    private static KeystoreContent.Key without(KeystoreContent.Key key, String alias) {
        return key.aliased(
                key.aliases().stream().filter(name -> !name.equals(alias)).toList());
    }
}
