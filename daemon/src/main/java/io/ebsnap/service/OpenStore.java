package io.ebsnap.service;

import io.ebsnap.audit.AuditKeys;
import io.ebsnap.audit.AuditLog;
import io.ebsnap.audit.AuditedCatalog;
import io.ebsnap.audit.Principal;
import io.ebsnap.bin.CatalogRules;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.ObjectCatalog;
import io.ebsnap.catalog.RecordSealing;
import io.ebsnap.catalog.rocks.RocksIndex;
import io.ebsnap.config.EbsnapdConfig;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.StoreIdentity;
import io.ebsnap.identity.StoreId;
import io.ebsnap.kms.Keyring;
import io.ebsnap.kms.Keystore;
import io.ebsnap.kms.KeystoreKeyring;
import io.ebsnap.lock.SnapshotLocks;
import io.ebsnap.lock.TrustedTime;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.Replica;
import io.ebsnap.store.SpaceReserve;
import io.ebsnap.store.file.FileObjectStore;
import io.ebsnap.store.file.LocalFiles;
import io.ebsnap.store.replicated.FileSystemIdentities;
import io.ebsnap.store.replicated.ReplicatedObjectStore;
import io.ebsnap.store.replicated.ReplicationParts;
import java.nio.ByteBuffer;
import java.nio.file.Path;
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
 * @param records of its catalog
 * @param audit log of what is asked for and what changes
 * @param catalog its records, every change of which is in that log, and none of which a lock forbids
 * @param locks of its snapshots
 * @param time in which locks are counted
 * @param rules of the recycle bin
 * @param reserve space that is given up so that deleting works on a full disk
 */
record OpenStore(
        ReplicatedObjectStore objects,
        StoreIdentity identity,
        RocksIndex index,
        Keystore keystore,
        KeystoreKeyring keyring,
        ObjectCatalog records,
        AuditLog audit,
        Catalog catalog,
        SnapshotLocks locks,
        TrustedTime time,
        CatalogRules rules,
        SpaceReserve reserve) {

    private static final Logger LOG = LoggerFactory.getLogger(OpenStore.class);
    private static final long RESERVE_BYTES = 32L << 20;
    private static final ObjectName IDENTITY = new ObjectName(StoreIdentity.OBJECT);

    /**
     * Opens the store of a data directory, or makes a new one. The identity is the last object that making one puts: a crash
     * before that leaves a directory that the next start makes a store of.
     *
     * @param closer is given everything that must be closed
     */
    static OpenStore open(DataDirectory data, EbsnapdConfig config, Foundation base, Closer closer) {
        ReplicatedObjectStore objects = closer.add(ReplicatedObjectStore.open(replication(data, config, base)));
        Optional<StoreIdentity> known = identity(objects);
        Keystore.Place place = KeystoreOpening.place(
                data.keystore(), config.keystore(), base, KeystoreOpening.materials(config.keystore(), base, closer));
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
        DomainKeys keys = ring.keyring()
                .keysOf(identity.domain()); // a keystore of another store must be found out now, not later
        ring.catalog().tidy();
        SpaceReserve reserve = reserve(data, base);
        AuditLog audit = closer.add(audit(data, config, base, new AuditOf(identity, keys, reserve)));
        AuditedCatalog audited = new AuditedCatalog(ring.catalog(), audit);
        audited.settle();
        LockKeeping locks = LockKeeping.open(
                data, base, new LockKeeping.Of(audited, audit, keystore, sealing(ring.keyring(), base)));
        CatalogRules rules = new CatalogRules(locks.catalog(), locks.time(), base.random(), config.accountId());
        ring.keyring().changeThrough(locks.catalog());
        return new OpenStore(
                objects,
                identity,
                index,
                keystore,
                ring.keyring(),
                ring.catalog(),
                audit,
                locks.catalog(),
                locks.locks(),
                locks.time(),
                rules,
                reserve);
    }

    /** What an audit log is of. */
    private record AuditOf(StoreIdentity identity, DomainKeys keys, SpaceReserve reserve) {}

    private static AuditLog audit(DataDirectory data, EbsnapdConfig config, Foundation base, AuditOf of) {
        AuditLog log = AuditLog.open(
                data.audit(),
                AuditLog.SEGMENT_BYTES,
                new AuditLog.Parts(
                        of.identity().store().toString(),
                        new AuditKeys(of.keys()::auditMac, of.keys()::auditSealKey, base.cipher(), base.random()),
                        base.clock(),
                        of.reserve(),
                        base.crashPoints(),
                        (long) config.audit().keepMebibytes() << 20,
                        Principal.daemon(config.accountId())));
        log.answerInterrupted();
        return log;
    }

    /** Taken beside the start, which does not wait for writing so much. */
    private static SpaceReserve reserve(DataDirectory data, Foundation base) {
        SpaceReserve reserve = new SpaceReserve(data.reserve(), RESERVE_BYTES, base.random());
        Thread.ofPlatform().daemon().name("reserve").start(() -> {
            try {
                reserve.hold();
            } catch (Failure e) {
                LOG.warn("the space that deleting needs on a full disk cannot be reserved: {}", e.getMessage());
            }
        });
        return reserve;
    }

    private static ReplicationParts replication(DataDirectory data, EbsnapdConfig config, Foundation base) {
        return new ReplicationParts(
                new ReplicationParts.Home(config.volumes().zone(), data.store(), data.zones()),
                config.storeCopies(),
                (zone, directory) -> FileObjectStore.open(directory, new LocalFiles(), base.random()),
                new FileSystemIdentities(Path.of("/proc/self/mountinfo"), Path.of("/dev/disk/by-uuid")),
                base.random(),
                base.crashPoints());
    }

    private static ObjectCatalog catalog(ObjectStore objects, RocksIndex index, Keyring keyring, Foundation base) {
        return ObjectCatalog.open(objects, index.catalogView(), sealing(keyring, base), base.crashPoints());
    }

    private static RecordSealing sealing(Keyring keyring, Foundation base) {
        return new RecordSealing(keyring::storeDomain, keyring::keysInUse, base.cipher(), base.random());
    }

    private static Optional<StoreIdentity> identity(ObjectStore objects) {
        if (!objects.exists(IDENTITY)) {
            return Optional.empty();
        }
        return Optional.of(decoded(objects));
    }

    private static StoreIdentity decoded(ObjectStore objects) {
        try {
            return read(objects);
        } catch (Failure.Corrupt e) {
            for (Replica replica : objects.replicas().live()) {
                try {
                    StoreIdentity whole = read(replica.objects());
                    objects.replicas().suspect(IDENTITY);
                    return whole;
                } catch (Failure other) {
                    // The next zone may have it whole; if none has, the first failure says why.
                }
            }
            throw e;
        }
    }

    private static StoreIdentity read(ObjectStore objects) {
        if (objects.size(IDENTITY) != StoreIdentity.BYTES) {
            throw new Failure.Corrupt(
                    "the store's identity has " + objects.size(IDENTITY) + " bytes instead of " + StoreIdentity.BYTES);
        }
        byte[] bytes = new byte[StoreIdentity.BYTES];
        objects.read(IDENTITY, 0, ByteBuffer.wrap(bytes));
        return StoreIdentity.decode(bytes);
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
