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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    private static final int DOMAIN_KEY_BYTES = 32;

    private final Keystore keystore;
    private final SecureRandom random;
    private final InstantSource clock;
    private volatile @Nullable Catalog catalog;

    @GuardedBy("this")
    private @Nullable DomainId storeDomain;

    /** In the order of their last use. */
    @GuardedBy("this")
    private final Map<DomainId, DomainKeys> open = new LinkedHashMap<>(16, 0.75f, true);

    @GuardedBy("this")
    private final Map<KeyId, DomainId> domains = new HashMap<>();

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

    @Override
    public synchronized DomainKeys keysOf(DomainId domain) {
        DomainKeys known = open.get(domain);
        return known != null ? known : opened(domain, recordOf(domain));
    }

    @Override
    public synchronized DomainId storeDomain() {
        DomainId domain = storeDomain;
        if (domain == null) {
            domain = domainFor(resolve(KeyAliases.STORE));
            storeDomain = domain;
        }
        return domain;
    }

    @Override
    public synchronized DomainId domainFor(KeyId key) {
        DomainId known = domains.get(key);
        if (known != null) {
            return known;
        }
        DomainId domain = recordedDomainOf(key).orElseGet(() -> newDomain(key));
        domains.put(key, domain);
        return domain;
    }

    @Override
    public KeyId resolve(String keyOrAlias) {
        String name = KeyAliases.withoutArn(keyOrAlias);
        return keys().stream()
                .filter(key ->
                        key.aliases().contains(name) || key.id().toString().equals(name))
                .map(KeyMetadata::id)
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no key '" + keyOrAlias + "'"));
    }

    @Override
    public List<KeyMetadata> keys() {
        return keystore.keys();
    }

    /** Zeroes the keys of all domains that are open. */
    @Override
    public synchronized void close() {
        open.values().forEach(DomainKeys::close);
        open.clear();
    }

    @Override
    public String toString() {
        return "KeystoreKeyring[" + keystore + "]";
    }

    /** Of several domains of one key, which only a meddling person can make, the oldest counts. */
    private Optional<DomainId> recordedDomainOf(KeyId key) {
        try (Stream<DataKeyRecord> records = catalog().list(CatalogKind.DATA_KEY)) {
            return records.filter(record -> record.kmsKeyId().equals(key.toString()))
                    .min(Comparator.comparing(DataKeyRecord::created).thenComparing(DataKeyRecord::domainId))
                    .map(record -> DomainId.parse(record.domainId()));
        }
    }

    /** Durable when the catalog's call returns, and only then anybody learns of it. */
    private DomainId newDomain(KeyId key) {
        DomainId domain = DomainId.of(randomBytes(DomainId.BYTES));
        try (DestroyableSecret domainKey = DestroyableSecret.random(random, DOMAIN_KEY_BYTES)) {
            WrappedDomainKey wrapped = keystore.wrap(key, domainKey);
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

    @GuardedBy("this")
    private DomainKeys opened(DomainId domain, DataKeyRecord record) {
        try (DestroyableSecret domainKey = keystore.unwrap(keyIdOf(record), wrappedOf(record))) {
            if (domainKey.length() != DOMAIN_KEY_BYTES) {
                throw new Failure.Corrupt("the key of domain " + domain + " has " + domainKey.length() + " bytes");
            }
            if (open.size() >= OPEN_DOMAINS_MAX) {
                open.remove(open.keySet().iterator().next());
            }
            DomainKeys keys = domainKey.reveal(bytes -> DomainKeys.derive(domain, bytes));
            open.put(domain, keys);
            return keys;
        }
    }

    private static KeyId keyIdOf(DataKeyRecord record) {
        try {
            return KeyId.parse(record.kmsKeyId());
        } catch (IllegalArgumentException e) {
            throw new Failure.Corrupt("data key " + record.domainId() + " names no KMS key", e);
        }
    }

    private static WrappedDomainKey wrappedOf(DataKeyRecord record) {
        try {
            return new WrappedDomainKey(
                    record.kmsKeyVersion(), Base64.getDecoder().decode(record.wrapped()));
        } catch (IllegalArgumentException e) {
            throw new Failure.Corrupt("data key " + record.domainId() + " is not base64", e);
        }
    }

    private Catalog catalog() {
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
