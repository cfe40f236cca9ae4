package io.ebsnap.kms;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.KeyRefusal;
import io.ebsnap.file.DurableFiles;
import io.ebsnap.format.DeletedKey;
import io.ebsnap.format.KeystoreContent;
import io.ebsnap.format.KeystoreFile;
import io.ebsnap.format.KeystoreKind;
import io.ebsnap.identity.KeyId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The KMS keys of this machine and the file that they are kept in, sealed. Material is in that file, and leaves it only in a recovery file, or in a
 * PKCS#11 token, which it never leaves: it wraps and unwraps. A change is durable when its call returns, and if the call fails, nothing has changed. Safe for use by several threads of
 * one process; the lock of the data directory keeps other processes away.
 */
public final class Keystore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Keystore.class);

    private final Path file;
    private final RootSecret root;
    private final KeystoreSealing sealing;
    private final InstantSource clock;
    private final KeyMaterials materials;
    private final KeyMaterial local;

    private final KeyMaking making;

    @GuardedBy("this")
    private KeystoreContent content;

    private Keystore(Place place, KeystoreContent content) {
        this.file = place.file;
        this.root = place.root;
        this.sealing = place.sealing;
        this.clock = place.clock;
        this.materials = place.materials;
        this.local = new LocalMaterial(place.sealing.random());
        this.content = content;
        this.making = new KeyMaking(this, materials, local);
    }

    /**
     * Where a keystore is, and what it takes to open it.
     *
     * @param file whose directory exists
     * @param root taken over by the keystore that is opened with it
     * @param materials where its keys' material may be
     */
    public record Place(
            Path file, RootSecret root, KeystoreSealing sealing, InstantSource clock, KeyMaterials materials) {

        /** A place of a keystore that has all material itself. */
        public Place(Path file, RootSecret root, KeystoreSealing sealing, InstantSource clock) {
            this(file, root, sealing, clock, KeyMaterials.LOCAL);
        }

        /** Whether there is a keystore. */
        public boolean isTaken() {
            return Files.exists(file);
        }
    }

    /**
     * Opens the keystore of a place.
     *
     * @throws Failure.NotFound if there is none
     * @throws Failure.Denied if the root secret does not open it
     * @throws Failure.Corrupt if it is damaged
     */
    public static Keystore open(Place place) {
        byte[] bytes = DurableFiles.read(place.file, KeystoreFile.BYTES_MAX);
        KeystoreContent content = place.sealing.open(KeystoreKind.KEYSTORE, place.root, bytes);
        LOG.info(
                "keystore={} file={} keys={}",
                content.keystoreId(),
                place.file,
                content.keys().size());
        return new Keystore(place, content);
    }

    /**
     * Makes a keystore with two keys, {@link KeyAliases#STORE} and {@link KeyAliases#DEFAULT}. To be called for a new store only: the keys
     * of a store that is there are in its lost keystore, not in a new one.
     *
     * @throws Failure.Conflict if there is one, which is left as it is
     */
    public static Keystore create(Place place) {
        Keystore created = createEmpty(place);
        created.provideFirstKeys();
        return created;
    }

    /**
     * Makes a keystore without keys; {@link #provideFirstKeys} is to follow.
     *
     * @throws Failure.Conflict if there is one, which is left as it is
     */
    public static Keystore createEmpty(Place place) {
        UUID id = new KeyMaker(place.sealing.random(), place.clock).uuid();
        return createWith(place, KeystoreContent.of(id, List.of()));
    }

    /** Makes those of the two first keys that are not there: a crash, or a token that was away, may have kept them from being made. */
    public void provideFirstKeys() {
        provide(NewKey.of("Seals the catalog of the store", KeyAliases.STORE));
        provide(NewKey.of("Default key of snapshots", KeyAliases.DEFAULT));
    }

    private void provide(NewKey key) {
        if (resolve(key.aliases().getFirst(), "").isEmpty()) {
            KeyMetadata made = making.add(key, usualOrigin());
            LOG.info("key={} origin={} aliases={} made", made.id(), made.origin(), made.aliases());
        }
    }

    /** Makes a keystore of content that it takes over. */
    static Keystore createWith(Place place, KeystoreContent content) {
        boolean created = false;
        try {
            created = sealedAndCreated(place, content);
        } finally {
            if (!created) {
                content.close();
            }
        }
        LOG.warn(
                "A keystore was made: keystore={} file={}. Without it nobody can read the store:"
                        + " keep a recovery file elsewhere (ebsnap key export FILE).",
                content.keystoreId(),
                place.file);
        return new Keystore(place, content);
    }

    private static boolean sealedAndCreated(Place place, KeystoreContent content) {
        if (place.isTaken()) {
            throw new Failure.Conflict("keystore " + place.file + " is there already");
        }
        place.root.provide();
        byte[] bytes = place.sealing.seal(KeystoreKind.KEYSTORE, place.root, content);
        if (!DurableFiles.createIfAbsent(place.file, bytes)) {
            throw new Failure.Conflict("keystore " + place.file + " is there already");
        }
        return true;
    }

    /** Names the keystore. */
    public synchronized UUID id() {
        return content.keystoreId();
    }

    /** All keys, without their material. */
    public synchronized List<KeyMetadata> keys() {
        return content.keys().stream().map(KeyMetadata::of).toList();
    }

    /**
     * The key that a text names: an id, an alias of the daemon's own account, or an ARN of either.
     *
     * @throws Failure.NotFound if there is none
     */
    public KeyMetadata resolve(String keyOrAlias) {
        String name = KeyAliases.withoutArn(keyOrAlias);
        return keys().stream()
                .filter(key -> key.id().toString().equals(name)
                        || (key.accountId().isEmpty() && key.aliases().contains(name)))
                .findFirst()
                .orElseThrow(() -> none(keyOrAlias));
    }

    /** The key of an account that a text names, as {@link #resolve(String)}; the account is empty for the daemon's own. */
    Optional<KeyMetadata> resolve(String keyOrAlias, String account) {
        String name = KeyAliases.withoutArn(keyOrAlias);
        return keys().stream()
                .filter(key -> key.accountId().equals(account))
                .filter(key ->
                        key.aliases().contains(name) || key.id().toString().equals(name))
                .findFirst();
    }

    static Failure.NotFound none(String keyOrAlias) {
        return new Failure.NotFound(KeyRefusal.NOT_FOUND, "there is no key '" + keyOrAlias + "'");
    }

    /** The 12-digit account of a key; empty for the daemon's own, and for a key that is not here. */
    public synchronized String accountOf(String id) {
        return content.keys().stream()
                .filter(key -> key.keyId().toString().equals(id))
                .findFirst()
                .map(KeystoreContent.Key::accountId)
                .orElse("");
    }

    /** Keys that were deleted, the earliest first. */
    public synchronized List<DeletedKey> deletedKeys() {
        return content.deletedKeys();
    }

    /** Makes keys, and versions of them. */
    KeyMaking making() {
        return making;
    }

    /** Where the material of keys is made for which nothing else is said. */
    public KeyOrigin usualOrigin() {
        return materials.usual();
    }

    /**
     * Makes sure that the token can be used that has the material of the store's own key, if one has.
     *
     * @throws Failure.Unavailable if it is not there
     * @throws Failure.NotFound if it has not that material
     * @throws Failure.Denied if it lets nobody in
     */
    public void requireStoresToken() {
        resolve(KeyAliases.STORE, "")
                .filter(key -> !key.token().isEmpty())
                .map(KeyMetadata::id)
                .ifPresent(this::requireInToken);
    }

    /** Makes sure that the material of a key in a token can be used: see {@link #requireStoresToken}. */
    void requireInToken(KeyId id) {
        KeystoreContent.Version current = present(id).current();
        materials.tokenOf(current).require(id, current);
    }

    /** A key with its material, which is not the caller's. */
    synchronized KeystoreContent.Key present(KeyId id) {
        return UsableKeys.find(content, id).orElseThrow(() -> new Failure.NotFound("there is no key " + id));
    }

    /** Makes what is new in it. */
    KeyMaker maker() {
        return new KeyMaker(sealing.random(), clock);
    }

    /** Asks what it holds, all of it as it is at one instant; material is not the asker's. */
    synchronized <T> T ask(Function<KeystoreContent, T> question) {
        return question.apply(content);
    }

    /** Changes what it holds: what {@code change} gives is durable when the call returns. */
    synchronized void alter(UnaryOperator<KeystoreContent> change) {
        replace(change.apply(content));
    }

    /**
     * Changes the keys, all at once: what {@code change} gives is durable when the call returns.
     *
     * @param change of the keys in their order; it leaves none out
     */
    synchronized void change(UnaryOperator<List<KeystoreContent.Key>> change) {
        replace(content.with(change.apply(content.keys())));
    }

    /**
     * Changes one key.
     *
     * @return the key as it is now
     * @throws Failure.NotFound if there is none of that id
     */
    synchronized KeyMetadata change(KeyId id, UnaryOperator<KeystoreContent.Key> change) {
        KeystoreContent.Key before =
                UsableKeys.find(content, id).orElseThrow(() -> new Failure.NotFound("there is no key " + id));
        KeystoreContent.Key after = change.apply(before);
        if (!after.equals(before)) {
            change(keys ->
                    keys.stream().map(key -> key.equals(before) ? after : key).toList());
        }
        return KeyMetadata.of(after);
    }

    /**
     * Deletes a key for good: its material is gone from the file when the call returns, and then from memory.
     *
     * @return whether it was there
     */
    synchronized boolean delete(KeyId id) {
        KeystoreContent.Key doomed = UsableKeys.find(content, id).orElse(null);
        if (doomed == null) {
            return false;
        }
        List<KeystoreContent.Key> others =
                content.keys().stream().filter(key -> !key.equals(doomed)).toList();
        List<DeletedKey> deleted = new ArrayList<>(content.deletedKeys());
        deleted.add(new DeletedKey(id.value(), maker().now(), inToken(doomed)));
        replace(content.with(others).withDeleted(remembered(deleted)));
        KeystoreContent.destroy(doomed);
        return true;
    }

    private static DeletedKey.@Nullable InToken inToken(KeystoreContent.Key key) {
        return key.versions().reversed().stream()
                .filter(version -> version.token() != null)
                .findFirst()
                .map(version -> new DeletedKey.InToken(String.valueOf(version.token()), version.version()))
                .orElse(null);
    }

    private static List<DeletedKey> remembered(List<DeletedKey> deleted) {
        return deleted.subList(Math.max(0, deleted.size() - KeystoreContent.DELETED_KEYS_MAX), deleted.size());
    }

    /**
     * Makes sure that a key may be used.
     *
     * @throws Failure.Denied if it is disabled, about to be deleted, deleted or not here
     */
    synchronized void requireUsable(KeyId id) {
        KeystoreContent.Key unused = UsableKeys.require(content, id);
    }

    /** The number of the version that {@link #wrap} would take. */
    synchronized int wrappingVersion(KeyId id) {
        return UsableKeys.wrapping(content, UsableKeys.require(content, id)).version();
    }

    /**
     * Wraps a key of 32 bytes under a KMS key.
     *
     * @throws Failure.Denied if the key may not be used, or its token cannot be
     */
    WrappedKey wrap(KeyId id, DestroyableSecret key) {
        KeystoreContent.Version version;
        synchronized (this) {
            version = UsableKeys.wrapping(content, UsableKeys.require(content, id));
            if (version.token() == null) {
                return new WrappedKey(version.version(), local.wrap(id, version, key));
            }
        }
        return inToken(
                id,
                () -> new WrappedKey(
                        version.version(), materials.tokenOf(version).wrap(id, version, key)));
    }

    /**
     * Unwraps what {@link #wrap} made: the caller closes it.
     *
     * @throws Failure.Denied if the key may not be used, or its token cannot be
     */
    DestroyableSecret unwrap(KeyId id, WrappedKey wrapped) {
        KeystoreContent.Version version;
        synchronized (this) {
            version = UsableKeys.version(UsableKeys.require(content, id), wrapped.version());
            if (version.token() == null) {
                return local.unwrap(id, version, wrapped.bytes());
            }
        }
        return inToken(id, () -> materials.tokenOf(version).unwrap(id, version, wrapped.bytes()));
    }

    /** A token that is away is to those who read as a key that is disabled: what they have not begun waits, and nothing is taken for damaged. */
    private static <T> T inToken(KeyId id, Supplier<T> work) {
        try {
            return work.get();
        } catch (Failure.Unavailable | Failure.NotFound e) {
            throw new Failure.Denied(
                    KeyRefusal.UNAVAILABLE,
                    "KMS key " + id + " cannot be used: " + e.getMessage(),
                    "bring the token back; ebsnapd tries again by itself");
        }
    }

    /** The whole of it as a recovery file; from now on the keystore knows what that has. */
    synchronized byte[] exported(RootSecret passphrase) {
        KeystoreContent exported = content.exported();
        byte[] bytes = sealing.seal(KeystoreKind.RECOVERY, passphrase, exported);
        if (!exported.equals(content)) {
            replace(exported);
        }
        return bytes;
    }

    /** Adds what {@code merger} finds missing. */
    synchronized RecoveryFile.Imported merge(KeystoreMerge merger) {
        KeystoreMerge.Merged merged = merger.into(content);
        if (merged.changed()) {
            replace(merged.content());
        }
        return merged.result();
    }

    KeystoreSealing sealing() {
        return sealing;
    }

    /** Zeroes all material. After that every use of a key fails. */
    @Override
    public synchronized void close() {
        content.close();
        content = KeystoreContent.of(content.keystoreId(), List.of());
        root.close();
    }

    @Override
    public synchronized String toString() {
        return "Keystore[" + content.keystoreId() + "]";
    }

    /** Material that both contents have stays as it is, and so nothing is zeroed. */
    @GuardedBy("this")
    private void replace(KeystoreContent changed) {
        DurableFiles.replace(file, sealing.seal(KeystoreKind.KEYSTORE, root, changed));
        content = changed;
        LOG.info(
                "keystore={} keys={} written=true",
                changed.keystoreId(),
                changed.keys().size());
    }
}
