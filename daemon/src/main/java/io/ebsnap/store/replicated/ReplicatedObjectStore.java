package io.ebsnap.store.replicated;

import io.ebsnap.failure.Failure;
import io.ebsnap.format.ZoneStanding;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.ObjectUpload;
import io.ebsnap.store.Replica;
import io.ebsnap.store.ReplicaUpload;
import io.ebsnap.store.Replicas;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A store that is kept whole in each of several zones. A put returns when every zone that counts has the object durably, or is
 * durably out; a read asks one zone, and the next one when that fails. {@code docs/design/zones.md} says why this loses nothing.
 *
 * <p>Locks, outermost first: the membership's (shared by whoever commits and deletes, alone for whoever changes the zones), a name's, a zone's use.
 */
public final class ReplicatedObjectStore implements ObjectStore, Replicas {

    private final ReplicationParts parts;
    private final Suspicions suspicions = new Suspicions();
    private final ZoneInspection inspection;
    private final ZoneMembership membership;
    private final NameLocks names = new NameLocks();

    private ReplicatedObjectStore(ReplicationParts parts) {
        this.parts = parts;
        this.inspection = new ZoneInspection(parts.fileSystems());
        this.membership = new ZoneMembership(parts, inspection, suspicions);
    }

    /**
     * Opens the zones of a store, or makes one of one zone. Zones that are not to be believed, or not there, stay out until
     * {@link ZoneWatch} has brought them level.
     *
     * @throws Failure.Conflict if none is to be believed
     */
    public static ReplicatedObjectStore open(ReplicationParts parts) {
        ReplicatedObjectStore store = new ReplicatedObjectStore(parts);
        new ZoneOpening(parts, store.inspection, store.membership).open();
        return store;
    }

    @Override
    public ObjectUpload begin(ObjectName name) {
        requireCopies(membership.live().size());
        return ReplicatedUpload.begin(this, name, membership.written());
    }

    @Override
    public long size(ObjectName name) {
        return reading().answer(name, replica -> replica.size(name));
    }

    @Override
    public boolean exists(ObjectName name) {
        return reading().exists(name);
    }

    @Override
    public void read(ObjectName name, long offset, ByteBuffer target) {
        reading().read(name, offset, target);
    }

    @Override
    public Stream<ObjectName> list(String prefix) {
        return new UnitedListing(membership.live(), suspicions).list(prefix);
    }

    @Override
    public boolean delete(ObjectName name) {
        return new Changing(membership, parts.crashPoints(), parts.copiesMin()).delete(name, names.of(name));
    }

    /** Of the zone that has the least: what does not fit there is not in every zone. */
    @Override
    public long freeBytes() {
        return reading().least(ZoneReplica::freeBytes);
    }

    /** What may be written at any time: the directories of zones that are used, or what there is on the way to them. */
    public List<Path> directories() {
        return membership.replicas().stream()
                .filter(replica -> replica.entry().standing() != ZoneStanding.DRAINED)
                .map(replica -> ZoneInspection.existing(Path.of(replica.entry().directory())))
                .toList();
    }

    @Override
    public Replicas replicas() {
        return this;
    }

    @Override
    public List<Replica> live() {
        return membership.live().stream().<Replica>map(Copy::new).toList();
    }

    @Override
    public void suspect(ObjectName name) {
        if (membership.replicas().size() > 1) {
            suspicions.of(name);
        }
    }

    @Override
    public void close() {
        membership.close();
    }

    boolean commit(ObjectName name, ReplicatedUpload upload) {
        return new Changing(membership, parts.crashPoints(), parts.copiesMin()).commit(name, upload, names.of(name));
    }

    ZoneMembership membership() {
        return membership;
    }

    ZoneInspection inspection() {
        return inspection;
    }

    Suspicions suspicions() {
        return suspicions;
    }

    ReplicationParts parts() {
        return parts;
    }

    Lock lockOf(ObjectName name) {
        return names.of(name);
    }

    /** Puts an object that zones lack into them, from one that has it. */
    void spread(ObjectName name) {
        Lock unchanged = membership.unchanged();
        Lock lock = names.of(name);
        unchanged.lock();
        lock.lock();
        try {
            List<ZoneReplica> all = membership.written();
            Optional<ZoneReplica> source = all.stream()
                    .filter(ZoneReplica::isLive)
                    .filter(replica -> replica.exists(name))
                    .findFirst();
            for (ZoneReplica replica : all) {
                if (source.isPresent() && !replica.exists(name)) {
                    copy(name, source.get(), replica);
                }
            }
        } finally {
            lock.unlock();
            unchanged.unlock();
        }
    }

    static void copy(ObjectName name, ObjectStore from, ZoneReplica to) {
        try (ObjectUpload upload = ObjectCopying.begin(name, from, to)) {
            to.commit(upload);
        }
    }

    private Reading reading() {
        return new Reading(membership.live(), suspicions);
    }

    private void requireCopies(int count) {
        Changing.requireCopies(membership, count, parts.copiesMin());
    }

    /** One zone's copies, as those see them who can tell good from bad. */
    private final class Copy implements Replica {
        private final ZoneReplica replica;

        private Copy(ZoneReplica replica) {
            this.replica = replica;
        }

        @Override
        public String zone() {
            return replica.zone();
        }

        @Override
        public ObjectStore objects() {
            return replica;
        }

        @Override
        public void replace(ObjectName name, Consumer<ObjectUpload> content) {
            try (ReplicaUpload upload = replica.begin(name)) {
                content.accept(upload);
                Lock unchanged = membership.unchanged();
                Lock lock = names.of(name);
                unchanged.lock();
                lock.lock();
                try {
                    exchange(name, upload);
                } finally {
                    lock.unlock();
                    unchanged.unlock();
                }
            }
        }

        /** An object that was deleted everywhere meanwhile is not brought back; one that only this zone has stays as it is. */
        private void exchange(ObjectName name, ReplicaUpload upload) {
            boolean elsewhere =
                    membership.live().stream().anyMatch(other -> !other.equals(replica) && other.exists(name));
            if (elsewhere) {
                parts.crashPoints().reached("zone.before-replace");
                replica.replace(upload);
                parts.crashPoints().reached("zone.after-replace");
            }
        }
    }
}
