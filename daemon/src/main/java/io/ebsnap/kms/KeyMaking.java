package io.ebsnap.kms;

import io.ebsnap.failure.Failure;
import io.ebsnap.format.DeletedKey;
import io.ebsnap.format.KeyRotation;
import io.ebsnap.format.KeystoreContent;
import io.ebsnap.format.RotationType;
import io.ebsnap.identity.KeyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Makes keys and versions of them, and destroys what a token has of those that were deleted: what takes a step in the place of the material and
 * another one in the keystore. A call that is cut short is made good by the next one. Safe for use by several threads.
 */
final class KeyMaking {

    private final Keystore keystore;
    private final KeyMaterials materials;
    private final KeyMaterial local;

    /** Held while a token works, which may take its time: taken before the keystore's own. */
    private final ReentrantLock lock = new ReentrantLock();

    KeyMaking(Keystore keystore, KeyMaterials materials, KeyMaterial local) {
        this.keystore = keystore;
        this.materials = materials;
        this.local = local;
    }

    /**
     * Makes a key. With a token, its id is durable before its material is made there: what a crash leaves in the token is taken by the next
     * key that is made in it.
     *
     * @throws Failure.Conflict if a key of the account has one of the aliases
     * @throws Failure.Exhausted if there are as many keys as a keystore may have
     */
    KeyMetadata add(NewKey wanted, KeyOrigin origin) {
        lock.lock();
        try {
            KeystoreContent unused = keystore.ask(content -> requiringRoom(content, wanted));
            KeystoreContent.Key made = switch (origin) {
                case AWS_KMS -> made(keystore.maker().uuid(), wanted, local);
                case AWS_CLOUDHSM -> made(unfinished(), wanted, materials.requireToken());
            };
            keystore.alter(content -> with(requiringRoom(content, wanted), made));
            return KeyMetadata.of(made);
        } finally {
            lock.unlock();
        }
    }

    private UUID unfinished() {
        Optional<UUID> known = keystore.ask(content -> Optional.ofNullable(content.unfinishedKeyId()));
        UUID id = known.orElseGet(keystore.maker()::uuid);
        if (known.isEmpty()) {
            keystore.alter(content -> content.making(id));
        }
        return id;
    }

    private KeystoreContent.Key made(UUID id, NewKey wanted, KeyMaterial material) {
        NewVersion first = new NewVersion(1, keystore.maker().now(), RotationType.CREATION);
        return KeystoreContent.Key.enabled(
                        id,
                        wanted.description(),
                        first.created(),
                        wanted.aliases(),
                        List.of(material.make(new KeyId(id), first)))
                .ownedBy(wanted.account())
                .tagged(wanted.tags())
                .governed(wanted.givenPolicy());
    }

    private static KeystoreContent with(KeystoreContent content, KeystoreContent.Key made) {
        List<KeystoreContent.Key> keys = new ArrayList<>(content.keys());
        keys.add(made);
        UUID unfinished = content.unfinishedKeyId();
        return content.with(keys).making(made.keyId().equals(unfinished) ? null : unfinished);
    }

    /** Looked at again after the material was made: another thread may have taken an alias meanwhile. */
    private static KeystoreContent requiringRoom(KeystoreContent content, NewKey wanted) {
        if (content.keys().size() >= KeystoreContent.KEYS_MAX) {
            throw new Failure.Exhausted(
                    "the keystore has " + KeystoreContent.KEYS_MAX + " keys, which is the most", null);
        }
        wanted.aliases().forEach(name -> KmsAliases.requireFree(content.keys(), name, wanted.account()));
        return content;
    }

    /**
     * Gives a key a new version, in the place where its others are.
     *
     * @param allowed fails if the key may have no more
     * @throws Failure.NotFound if there is no such key
     * @throws Failure.Conflict if somebody else gave it one just now
     */
    KeyMetadata renew(KeyId id, RotationType type, Consumer<KeystoreContent.Key> allowed) {
        lock.lock();
        try {
            KeystoreContent.Key before = keystore.present(id);
            allowed.accept(before);
            KeystoreContent.Version current = before.current();
            KeyMaterial material = current.token() == null ? local : materials.tokenOf(current);
            KeystoreContent.Version made = material.make(
                    id, new NewVersion(current.version() + 1, keystore.maker().now(), type));
            return keystore.change(id, key -> with(key, made));
        } finally {
            lock.unlock();
        }
    }

    private static KeystoreContent.Key with(KeystoreContent.Key key, KeystoreContent.Version made) {
        int current = key.current().version();
        if (current >= made.version()) {
            throw new Failure.Conflict(
                    "KMS key " + key.keyId() + " got version " + current + " from somebody else just now");
        }
        List<KeystoreContent.Version> versions = new ArrayList<>(key.versions());
        versions.add(made);
        KeyRotation next = made.rotationType() == RotationType.AUTOMATIC
                ? key.rotation().from(made.creationDate())
                : key.rotation();
        return key.rotating(next, versions);
    }

    /**
     * Destroys what a token still has of a key that was deleted.
     *
     * @return whether there was something to destroy
     * @throws Failure.Unavailable if the token is not there
     */
    boolean destroyInToken(KeyId id) {
        lock.lock();
        try {
            Optional<DeletedKey.InToken> left = left(id);
            left.ifPresent(each -> destroy(id, each));
            return left.isPresent();
        } finally {
            lock.unlock();
        }
    }

    private void destroy(KeyId id, DeletedKey.InToken left) {
        KeyMaterial token = materials.tokenOf(left.token());
        for (int version = 1; version <= left.versions(); version++) {
            token.destroy(id, version);
        }
        keystore.alter(content -> content.withDeleted(content.deletedKeys().stream()
                .map(deleted -> deleted.keyId().equals(id.value())
                        ? DeletedKey.of(deleted.keyId(), deleted.deletionDate())
                        : deleted)
                .toList()));
    }

    private Optional<DeletedKey.InToken> left(KeyId id) {
        return keystore.deletedKeys().stream()
                .filter(deleted -> deleted.keyId().equals(id.value()))
                .map(DeletedKey::inToken)
                .filter(Objects::nonNull)
                .findFirst();
    }
}
