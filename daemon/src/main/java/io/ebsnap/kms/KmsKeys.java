package io.ebsnap.kms;

import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.format.GivenKeyPolicy;
import io.ebsnap.format.KeyTag;
import io.ebsnap.format.KeystoreContent;
import io.ebsnap.identity.KeyId;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * KMS keys from their making to the order to delete them. Each change is one durable step. A key is named by id, alias or ARN. Safe for use
 * by several threads.
 */
public final class KmsKeys {

    private static final Logger LOG = LoggerFactory.getLogger(KmsKeys.class);

    private final Keystore keystore;
    private final KeystoreKeyring keyring;
    private final CrashPoints crashPoints;
    private final KeyObjection objection;

    /** @param objection is asked before a deletion is ordered */
    public KmsKeys(Keystore keystore, KeystoreKeyring keyring, CrashPoints crashPoints, KeyObjection objection) {
        this.keystore = keystore;
        this.keyring = keyring;
        this.crashPoints = crashPoints;
        this.objection = objection;
    }

    /**
     * Makes a key of the daemon's own account.
     *
     * @param alias that no key has; empty for none
     * @throws Failure.Conflict if a key has that alias
     * @throws Failure.Exhausted if there are as many keys as a keystore may have
     */
    public KeyMetadata create(String description, List<KeyTag> tags, Optional<String> alias) {
        return create("", description, tags, alias);
    }

    /**
     * Makes a key of an account, where the configuration says.
     *
     * @param account 12 digits; empty for the daemon's own
     */
    public KeyMetadata create(String account, String description, List<KeyTag> tags, Optional<String> alias) {
        return create(new NewKey(account, description, alias.stream().toList(), tags, null), keystore.usualOrigin());
    }

    /**
     * Makes a key.
     *
     * @param origin where its material is made and stays
     * @throws Failure.Invalid if that is a token, and none is configured
     * @throws Failure.Unavailable if the token is not there
     */
    public KeyMetadata create(NewKey key, KeyOrigin origin) {
        key.aliases().forEach(KeyAliases::requireUsers);
        KeyRules.requireMakeable(key);
        return added(key, origin);
    }

    /** The key that seals what an account names no key for; made when it is first asked for. */
    public synchronized KeyMetadata defaultOf(KeyOwner owner) {
        return owner.defaultKey()
                .orElseGet(() -> added(
                        new NewKey(
                                owner.recorded(),
                                "Default key of snapshots",
                                List.of(KeyAliases.DEFAULT),
                                List.of(),
                                null),
                        keystore.usualOrigin()));
    }

    private KeyMetadata added(NewKey key, KeyOrigin origin) {
        KeyMetadata made = keystore.making().add(key, origin);
        crashPoints.reached("key.after-create");
        LOG.info("key={} origin={} state=Enabled made", made.id(), origin);
        return made;
    }

    /** All keys in the order of their making. */
    public List<KeyMetadata> list() {
        return keystore.keys();
    }

    /**
     * A key.
     *
     * @throws Failure.NotFound if there is none of that name
     */
    public KeyMetadata describe(String name) {
        return keystore.resolve(name);
    }

    /** Gives a key another description. */
    public KeyMetadata updateDescription(String name, String description) {
        return change(name, key -> KeyRules.described(key, description));
    }

    /** Adds tags, in place of those of the same keys. */
    public KeyMetadata tag(String name, List<KeyTag> tags) {
        return change(name, key -> KeyRules.tagged(key, tags));
    }

    /** Takes tags away; those that it has not do not matter. */
    public KeyMetadata untag(String name, List<String> tagKeys) {
        return change(name, key -> KeyRules.untagged(key, tagKeys));
    }

    /** Keeps what was given of a key's policy; null for KMS's default. */
    public KeyMetadata putPolicy(String name, @Nullable GivenKeyPolicy given) {
        return change(name, key -> KeyRules.governed(key, given));
    }

    /** Lets a key be used again. */
    public KeyMetadata enable(String name) {
        return change(name, KeyRules::enabled);
    }

    /** Lets a key not be used anew. What uses it already goes on. */
    public KeyMetadata disable(String name) {
        return withUsersGoingOn(name, KeyRules::disabled);
    }

    /**
     * Orders the deletion of a key, which may not be used anew from now on. What uses it already goes on until then.
     *
     * @param days until its deletion, 7 to 30
     * @throws Failure.Conflict if somebody objects, for what is sealed under it must stay readable
     */
    public KeyMetadata scheduleDeletion(String name, int days) {
        KeyId id = keystore.resolve(name).id();
        objection.to(id, keyring.domainsOf(id)).ifPresent(reason -> {
            throw new Failure.Conflict("KMS key " + id + " is not deleted: " + reason);
        });
        return withUsersGoingOn(
                name, key -> KeyRules.toBeDeleted(key, days, keystore.maker().now()));
    }

    /** Keeps a key whose deletion was ordered; it is disabled then. */
    public KeyMetadata cancelDeletion(String name) {
        return change(name, KeyRules::kept);
    }

    /** What reads with the key's domain key may be between two reads: so that is opened before it cannot be any more. */
    private KeyMetadata withUsersGoingOn(String name, UnaryOperator<KeystoreContent.Key> change) {
        KeyId id = keystore.resolve(name).id();
        if (keyring.isStores(id)) {
            throw new Failure.Invalid(
                    "KMS key " + id + " can be neither disabled nor deleted: it opens the store itself");
        }
        keyring.keepOpen(id);
        return change(name, change);
    }

    private KeyMetadata change(String name, UnaryOperator<KeystoreContent.Key> change) {
        KeyId id = keystore.resolve(name).id();
        KeyMetadata changed = keystore.change(id, change);
        crashPoints.reached("key.after-change");
        LOG.info("key={} state={} changed", id, changed.keyState().word());
        return changed;
    }
}
