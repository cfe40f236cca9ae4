package io.ebsnap.kms;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.crypto.KeyWrap;
import io.ebsnap.failure.Failure;
import io.ebsnap.file.DurableFiles;
import io.ebsnap.format.KeystoreContent;
import io.ebsnap.format.KeystoreFile;
import io.ebsnap.format.KeystoreKind;
import io.ebsnap.identity.KeyId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The KMS keys of this machine and the file that they are kept in, sealed. Material never leaves it but in a recovery file: it wraps and
 * unwraps. A change is durable when its call returns, and if the call fails, nothing has changed. Safe for use by several threads of
 * one process; the lock of the data directory keeps other processes away.
 */
public final class Keystore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Keystore.class);

    private final Path file;
    private final RootSecret root;
    private final KeystoreSealing sealing;
    private final InstantSource clock;

    @GuardedBy("this")
    private KeystoreContent content;

    private Keystore(Place place, KeystoreContent content) {
        this.file = place.file;
        this.root = place.root;
        this.sealing = place.sealing;
        this.clock = place.clock;
        this.content = content;
    }

    /**
     * Where a keystore is, and what it takes to open it.
     *
     * @param file whose directory exists
     * @param root taken over by the keystore that is opened with it
     */
    public record Place(Path file, RootSecret root, KeystoreSealing sealing, InstantSource clock) {

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
        KeyMaker maker = new KeyMaker(place.sealing.random(), place.clock);
        List<KeystoreContent.Key> keys = List.of(
                maker.key("Seals the catalog of the store", List.of(KeyAliases.STORE)),
                maker.key("Default key of snapshots", List.of(KeyAliases.DEFAULT)));
        return createWith(place, new KeystoreContent(maker.uuid(), keys));
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
        return content.keys().stream().map(Keystore::metadata).toList();
    }

    /**
     * Makes a key.
     *
     * @param alias that no key has
     * @throws Failure.Conflict if a key has that alias
     * @throws Failure.Exhausted if there are as many keys as a keystore may have
     */
    public synchronized KeyId createKey(String description, String alias) {
        KeyAliases.requireValid(alias);
        if (keys().stream().anyMatch(key -> key.aliases().contains(alias))) {
            throw new Failure.Conflict("a key has the alias " + alias + " already");
        }
        if (content.keys().size() >= KeystoreContent.KEYS_MAX) {
            throw new Failure.Exhausted(
                    "the keystore has " + KeystoreContent.KEYS_MAX + " keys, which is the most", null);
        }
        KeystoreContent.Key made = new KeyMaker(sealing.random(), clock).key(description, List.of(alias));
        List<KeystoreContent.Key> keys = new ArrayList<>(content.keys());
        keys.add(made);
        replace(new KeystoreContent(content.keystoreId(), keys));
        return new KeyId(made.keyId());
    }

    /** Wraps a domain key under the current version of a key. */
    synchronized WrappedDomainKey wrap(KeyId id, DestroyableSecret domainKey) {
        KeystoreContent.Version version = enabled(id).current();
        try (DestroyableSecret material = DestroyableSecret.copyOf(version.material())) {
            return new WrappedDomainKey(version.version(), KeyWrap.wrap(material, domainKey));
        }
    }

    /** Unwraps what {@link #wrap} made: the caller closes it. */
    synchronized DestroyableSecret unwrap(KeyId id, WrappedDomainKey wrapped) {
        KeystoreContent.Version version = enabled(id).versions().stream()
                .filter(v -> v.version() == wrapped.version())
                .findFirst()
                .orElseThrow(() -> missing("version " + wrapped.version() + " of key " + id));
        try (DestroyableSecret material = DestroyableSecret.copyOf(version.material())) {
            return KeyWrap.unwrap(material, wrapped.bytes());
        }
    }

    /** The whole of it, sealed under another root. */
    synchronized byte[] sealedFor(KeystoreKind kind, RootSecret otherRoot) {
        return sealing.seal(kind, otherRoot, content);
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
        content = new KeystoreContent(content.keystoreId(), List.of());
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

    @GuardedBy("this")
    private KeystoreContent.Key enabled(KeyId id) {
        KeystoreContent.Key key = content.keys().stream()
                .filter(k -> k.keyId().equals(id.value()))
                .findFirst()
                .orElseThrow(() -> missing("key " + id));
        if (!key.keyState().equals(KeyMaker.ENABLED)) {
            throw new Failure.Denied("key " + id + " is in state " + key.keyState(), "enable the key");
        }
        return key;
    }

    private static Failure.Denied missing(String what) {
        return new Failure.Denied(
                what + " is not in this keystore", "import the recovery file that has it (ebsnap key import FILE)");
    }

    private static KeyMetadata metadata(KeystoreContent.Key key) {
        return new KeyMetadata(
                new KeyId(key.keyId()),
                key.description(),
                key.keyState(),
                key.creationDate(),
                key.aliases(),
                key.current().version());
    }
}
