package io.ebsnap.kms;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.DataKeyRecord;
import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.KeyId;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keyring of a store: KMS keys from a {@link Keystore}, domain keys from the catalog's {@code data-key} records.
 *
 * <p>The catalog needs the keyring, to open its sealed records, and the keyring needs the catalog, for its unsealed {@code data-key}
 * records. {@link #open} ties the two: the catalog is opened with a keyring that begins to work when that has returned.
 *
 * <p>A domain key is used by nobody before its record is durable in the catalog, so no chunk can be sealed under a key that a crash
 * takes away. A domain that a crash leaves unused is found again by the next call.
 */
public final class KeystoreKeyring implements Keyring, AutoCloseable {

    /** How many domains are kept open at most. One that is dropped may still be in use, so it is left to the garbage collector. */
    static final int OPEN_DOMAINS_MAX = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(KeystoreKeyring.class);
    private static final int DOMAIN_KEY_BYTES = 32;

    private final Keystore keystore;
    private final SecureRandom random;
    private final InstantSource clock;
    private volatile @Nullable Catalog catalog;
    private volatile @Nullable DomainId storeDomain;

    /** Held while a domain is made, and so while the catalog is changed: never taken by whoever the catalog asks for keys. */
    private final ReentrantLock making = new ReentrantLock();

    /** In the order of their last use. Taken for a moment, and nothing but the keystore while it is held. */
    @GuardedBy("this")
    private final Map<DomainId, Opened> open = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<KeyId, DomainId> domains = new ConcurrentHashMap<>();

    private KeystoreKeyring(Keystore keystore, InstantSource clock, @Nullable DomainId storeDomain) {
        this.keystore = keystore;
        this.random = keystore.sealing().random();
        this.clock = clock;
        this.storeDomain = storeDomain;
    }

    /**
     * A keyring and the catalog that it works with.
     *
     * @param <C> the type of the catalog
     */
    public record WithCatalog<C extends Catalog>(KeystoreKeyring keyring, C catalog) {}

    /**
     * Opens a keyring together with its catalog.
     *
     * @param keystore stays the caller's to close, after the keyring
     * @param clock tells when keys were made
     * @param storeDomain as the store's identity names it; empty for a new store, whose domain is then made by the first call of
     *     {@link #storeDomain()}
     * @param openCatalog is given the keyring for use within the catalog: {@link #keysOf} fails until {@code openCatalog} has returned
     */
    public static <C extends Catalog> WithCatalog<C> open(
            Keystore keystore, InstantSource clock, Optional<DomainId> storeDomain, Function<Keyring, C> openCatalog) {
        KeystoreKeyring keyring = new KeystoreKeyring(keystore, clock, storeDomain.orElse(null));
        C catalog = openCatalog.apply(keyring);
        keyring.catalog = catalog;
        return new WithCatalog<>(keyring, catalog);
    }

    /** Has data keys changed through a catalog over the one that it was opened with, which tells of changes. To be called once, before anybody uses it. */
    public void changeThrough(Catalog over) {
        catalog = over;
    }

    /**
     * A domain that is open.
     *
     * @param key that wraps its key
     */
    private record Opened(KeyId key, DomainKeys keys) {}

    @Override
    public DomainKeys keysOf(DomainId domain) {
        Opened known = known(domain);
        if (known == null) {
            return opened(domain, recordOf(domain));
        }
        keystore.requireUsable(known.key());
        return known.keys();
    }

    @Override
    public DomainKeys keysInUse(DomainId domain) {
        Opened known = known(domain);
        return known != null ? known.keys() : opened(domain, recordOf(domain));
    }

    private synchronized @Nullable Opened known(DomainId domain) {
        return open.get(domain);
    }

    @Override
    public DomainId storeDomain() {
        DomainId domain = storeDomain;
        if (domain == null) {
            domain = domainFor(resolve(KeyAliases.STORE));
            storeDomain = domain;
        }
        return domain;
    }

    @Override
    public DomainId domainFor(KeyId key) {
        keystore.requireUsable(key);
        DomainId known = domains.get(key);
        return known != null ? known : recordedOrNewDomain(key);
    }

    private DomainId recordedOrNewDomain(KeyId key) {
        making.lock();
        try {
            DomainId domain = recordedDomainOf(key).orElseGet(() -> newDomain(key));
            domains.put(key, domain);
            return domain;
        } finally {
            making.unlock();
        }
    }

    @Override
    public KeyId resolve(String keyOrAlias) {
        return keystore.resolve(keyOrAlias).id();
    }

    @Override
    public List<KeyMetadata> keys() {
        return keystore.keys();
    }

    /** Zeroes the keys of all domains that are open. */
    @Override
    public synchronized void close() {
        open.values().forEach(opened -> opened.keys().close());
        open.clear();
    }

    @Override
    public String toString() {
        return "KeystoreKeyring[" + keystore + "]";
    }

    /** Opens the domain of a key, if it has one and may be used: {@link #keysInUse} has it then, whatever becomes of the key. */
    void keepOpen(KeyId key) {
        try {
            for (DataKeyRecord record : recordsOf(key)) {
                keysInUse(DomainId.parse(record.domainId()));
            }
        } catch (Failure.Denied e) {
            // It is not to be had already, or its token is not: then nobody uses it that it would be kept for.
        }
    }

    /** The ids of the KMS keys under which domain keys are wrapped. */
    Set<String> wrappingKeys() {
        return records().stream()
                .filter(record -> !record.wasDestroyed())
                .map(DataKeyRecord::kmsKeyId)
                .collect(Collectors.toSet());
    }

    /** Whether a key wraps the store's own domain key, without which nothing can be read at all. */
    boolean isStores(KeyId key) {
        return domainsOf(key).contains(storeDomain().hex());
    }

    /** The domains of a key, those that can never be read again among them. */
    List<String> domainsOf(KeyId key) {
        return recordsOf(key).stream().map(DataKeyRecord::domainId).toList();
    }

    /**
     * Wraps the domain key of a KMS key under its newest version that it may be wrapped under, where it is wrapped under an older one.
     *
     * @throws Failure.Denied if the key may not be used
     */
    void rewrap(KeyId key) {
        int version = keystore.wrappingVersion(key);
        for (DataKeyRecord record : recordsOf(key)) {
            if (record.kmsKeyVersion() < version && !record.wasDestroyed()) {
                DataKeyRecord anew = wrappedAnew(key, record);
                catalog().update(CatalogKind.DATA_KEY, record.domainId(), old -> old.equals(record) ? anew : old);
                LOG.info("key={} version={} domain={} wrapped anew", key, version, record.domainId());
            }
        }
    }

    /**
     * Destroys the domain key of a KMS key, in memory and in the catalog.
     *
     * @return whether there was something to destroy
     */
    boolean destroy(KeyId key) {
        domains.remove(key);
        boolean destroyed = false;
        for (DataKeyRecord record : recordsOf(key)) {
            forget(DomainId.parse(record.domainId()));
            if (!record.wasDestroyed()) {
                catalog().update(CatalogKind.DATA_KEY, record.domainId(), DataKeyRecord::destroyed);
                destroyed = true;
                LOG.info("key={} domain={} destroyed", key, record.domainId());
            }
        }
        return destroyed;
    }

    private synchronized void forget(DomainId domain) {
        Opened known = open.remove(domain);
        if (known != null) {
            known.keys().close();
        }
    }

    private DataKeyRecord wrappedAnew(KeyId key, DataKeyRecord record) {
        try (DestroyableSecret domainKey = keystore.unwrap(key, wrappedOf(record))) {
            WrappedKey anew = keystore.wrap(key, domainKey);
            return new DataKeyRecord(
                    record.domainId(),
                    record.kmsKeyId(),
                    anew.version(),
                    Base64.getEncoder().encodeToString(anew.bytes()),
                    record.created());
        }
    }

    private List<DataKeyRecord> recordsOf(KeyId key) {
        return records().stream()
                .filter(record -> record.kmsKeyId().equals(key.toString()))
                .toList();
    }

    private List<DataKeyRecord> records() {
        try (Stream<DataKeyRecord> records = catalog().list(CatalogKind.DATA_KEY)) {
            return records.toList();
        }
    }

    /** Of several domains of one key, which only a meddling person can make, the oldest counts. */
    private Optional<DomainId> recordedDomainOf(KeyId key) {
        return recordsOf(key).stream()
                .filter(record -> !record.wasDestroyed())
                .min(Comparator.comparing(DataKeyRecord::created).thenComparing(DataKeyRecord::domainId))
                .map(record -> DomainId.parse(record.domainId()));
    }

    /** Durable when the catalog's call returns, and only then anybody learns of it. */
    private DomainId newDomain(KeyId key) {
        DomainId domain = DomainId.of(randomBytes(DomainId.BYTES));
        try (DestroyableSecret domainKey = DestroyableSecret.random(random, DOMAIN_KEY_BYTES)) {
            WrappedKey wrapped = keystore.wrap(key, domainKey);
            catalog()
                    .create(
                            CatalogKind.DATA_KEY,
                            new DataKeyRecord(
                                    domain.hex(),
                                    key.toString(),
                                    wrapped.version(),
                                    Base64.getEncoder().encodeToString(wrapped.bytes()),
                                    clock.instant().truncatedTo(ChronoUnit.MILLIS)));
        }
        return domain;
    }

    private DataKeyRecord recordOf(DomainId domain) {
        return catalog()
                .find(CatalogKind.DATA_KEY, domain.hex())
                .orElseThrow(() -> new Failure.NotFound("there is no domain " + domain));
    }

    private DomainKeys opened(DomainId domain, DataKeyRecord record) {
        KeyId key = keyIdOf(record);
        if (record.wasDestroyed()) {
            throw UsableKeys.deleted(key, "");
        }
        try (DestroyableSecret domainKey = keystore.unwrap(key, wrappedOf(record))) {
            if (domainKey.length() != DOMAIN_KEY_BYTES) {
                throw new Failure.Corrupt("the key of domain " + domain + " has " + domainKey.length() + " bytes");
            }
            return kept(new Opened(key, domainKey.reveal(bytes -> DomainKeys.derive(domain, bytes))));
        }
    }

    /** Another thread may have opened it meanwhile, and a key that was deleted meanwhile must not be kept. */
    private synchronized DomainKeys kept(Opened opened) {
        DomainId domain = opened.keys().domain();
        Opened known = open.get(domain);
        if (known != null) {
            opened.keys().close();
            return known.keys();
        }
        if (open.size() >= OPEN_DOMAINS_MAX) {
            open.remove(open.keySet().iterator().next());
        }
        open.put(domain, opened);
        try {
            keystore.requireUsable(opened.key());
        } catch (Failure.Denied e) {
            forget(domain);
            throw e;
        }
        return opened.keys();
    }

    private static KeyId keyIdOf(DataKeyRecord record) {
        try {
            return KeyId.parse(record.kmsKeyId());
        } catch (IllegalArgumentException e) {
            throw new Failure.Corrupt("data key " + record.domainId() + " names no KMS key", e);
        }
    }

    private static WrappedKey wrappedOf(DataKeyRecord record) {
        try {
            return new WrappedKey(record.kmsKeyVersion(), Base64.getDecoder().decode(record.wrapped()));
        } catch (IllegalArgumentException e) {
            throw new Failure.Corrupt("data key " + record.domainId() + " is not base64", e);
        }
    }

    /** The catalog that it works with. */
    Catalog catalog() {
        Catalog bound = catalog;
        if (bound == null) {
            throw new IllegalStateException("the keyring is used before its catalog is open");
        }
        return bound;
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
