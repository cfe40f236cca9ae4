package io.ebsnap.service;

import io.ebsnap.catalog.ObjectCatalog;
import io.ebsnap.catalog.RecordSealing;
import io.ebsnap.catalog.rocks.RocksIndex;
import io.ebsnap.config.EbsnapdConfig;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.StoreIdentity;
import io.ebsnap.identity.StoreId;
import io.ebsnap.kms.Keyring;
import io.ebsnap.kms.Keystore;
import io.ebsnap.kms.KeystoreKeyring;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.file.FileObjectStore;
import io.ebsnap.store.file.LocalFiles;
import java.nio.ByteBuffer;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store with what it takes to read it: objects, keystore, index, keyring, catalog.
 *
 * @param objects of the store
 * @param identity of the store
 * @param index of its chunks
 * @param keystore its KMS keys
 * @param keyring its domain keys
 * @param catalog its records
 */
record OpenStore(
        ObjectStore objects,
        StoreIdentity identity,
        RocksIndex index,
        Keystore keystore,
        KeystoreKeyring keyring,
        ObjectCatalog catalog) {

    private static final Logger LOG = LoggerFactory.getLogger(OpenStore.class);
    private static final ObjectName IDENTITY = new ObjectName(StoreIdentity.OBJECT);

    /**
     * Opens the store of a data directory, or makes a new one. The identity is the last object that making one puts: a crash
     * before that leaves a directory that the next start makes a store of.
     *
     * @param closer is given everything that must be closed
     */
    static OpenStore open(DataDirectory data, EbsnapdConfig config, Foundation base, Closer closer) {
        ObjectStore objects = closer.add(FileObjectStore.open(data.store(), new LocalFiles(), base.random()));
        Optional<StoreIdentity> known = identity(objects);
        Keystore.Place place =
                KeystoreOpening.place(data.keystore(), config.keystore(), base.cipher(), base.random(), base.clock());
        Keystore keystore = closer.add(KeystoreOpening.openOrCreate(place, known.isPresent() || hasPacks(objects)));
        StoreId id = known.map(StoreIdentity::store).orElseGet(() -> StoreId.of(base.bytes(StoreId.BYTES)));
        RocksIndex index = closer.add(RocksIndex.open(data.index(), data.natives(), id, base.clock()));
        KeystoreKeyring.WithCatalog<ObjectCatalog> ring = KeystoreKeyring.open(
                keystore,
                base.clock(),
                known.map(StoreIdentity::domain),
                keyring -> catalog(objects, index, keyring, base));
        closer.add(ring.keyring());
        closer.add(ring.catalog());
        StoreIdentity identity = known.orElseGet(() -> create(objects, id, ring.keyring(), base));
        ring.keyring().keysOf(identity.domain()); // a keystore of another store must be found out now, not later
        ring.catalog().tidy();
        return new OpenStore(objects, identity, index, keystore, ring.keyring(), ring.catalog());
    }

    private static ObjectCatalog catalog(ObjectStore objects, RocksIndex index, Keyring keyring, Foundation base) {
        RecordSealing sealing =
                new RecordSealing(keyring::storeDomain, keyring::keysInUse, base.cipher(), base.random());
        return ObjectCatalog.open(objects, index.catalogView(), sealing, base.crashPoints());
    }

    private static Optional<StoreIdentity> identity(ObjectStore objects) {
        if (!objects.exists(IDENTITY)) {
            return Optional.empty();
        }
        if (objects.size(IDENTITY) != StoreIdentity.BYTES) {
            throw new Failure.Corrupt(
                    "the store's identity has " + objects.size(IDENTITY) + " bytes instead of " + StoreIdentity.BYTES);
        }
        byte[] bytes = new byte[StoreIdentity.BYTES];
        objects.read(IDENTITY, 0, ByteBuffer.wrap(bytes));
        return Optional.of(StoreIdentity.decode(bytes));
    }

    private static boolean hasPacks(ObjectStore objects) {
        try (Stream<ObjectName> packs = objects.list("packs/")) {
            return packs.findAny().isPresent();
        }
    }

    private static StoreIdentity create(ObjectStore objects, StoreId id, Keyring keyring, Foundation base) {
        StoreIdentity identity =
                new StoreIdentity(id, base.clock().instant().truncatedTo(ChronoUnit.SECONDS), keyring.storeDomain());
        if (!objects.putIfAbsent(IDENTITY, ByteBuffer.wrap(identity.encode()))) {
            throw new Failure.Conflict("somebody else made a store in the same place just now");
        }
        LOG.info("store={} made", id);
        return identity;
    }
}
