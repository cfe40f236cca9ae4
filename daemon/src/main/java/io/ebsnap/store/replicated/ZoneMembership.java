package io.ebsnap.store.replicated;

import io.ebsnap.failure.Failure;
import io.ebsnap.file.DurableFiles;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.format.ZoneEntry;
import io.ebsnap.format.ZoneSet;
import io.ebsnap.format.ZoneStanding;
import io.ebsnap.identity.StoreId;
import io.ebsnap.identity.ZoneId;
import io.ebsnap.store.ObjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which zones count, durably. Every change is a new {@link ZoneSet} with the next epoch, written into each zone that counts in it, and last
 * into the data directory; it is in force when all of these are durable. A change waits until no object is being committed or deleted, and
 * what was put without a zone is acknowledged only after the set without that zone is durable: so whoever has not the
 * highest epoch is never believed.
 *
 * <p>A store that has only ever had one zone has no set, and no file of it. Safe for use by several threads.
 */
final class ZoneMembership {

    private static final Logger LOG = LoggerFactory.getLogger(ZoneMembership.class);

    private final ReplicationParts parts;
    private final ZoneInspection inspection;
    private final CrashPoints crashPoints;
    private final Suspicions suspicions;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile List<ZoneReplica> replicas = List.of();
    private volatile @Nullable ZoneSet set;
    private volatile boolean published = true;

    ZoneMembership(ReplicationParts parts, ZoneInspection inspection, Suspicions suspicions) {
        this.parts = parts;
        this.inspection = inspection;
        this.crashPoints = parts.crashPoints();
        this.suspicions = suspicions;
    }

    /** A store that has only ever had one zone. */
    void beginAlone(ZoneReplica only) {
        only.mode(ZoneReplica.Mode.LIVE);
        replicas = List.of(only);
    }

    /**
     * A store whose zones were written down.
     *
     * @param newest the set that is in force
     * @param opened those of its zones that are believed, with their objects open
     * @param wanted the zones as they are to stand from now on
     */
    void begin(ZoneSet newest, List<ZoneReplica> opened, List<ZoneEntry> wanted) {
        lock.writeLock().lock();
        try {
            replicas = List.copyOf(opened);
            set = newest;
            if (wanted.equals(newest.zones())) {
                adopt(newest);
                writeCentral(newest);
            } else {
                publish(wanted);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Zones may differ in an object. */
    void suspect(ObjectName name) {
        if (replicas.size() > 1) {
            suspicions.of(name);
        }
    }

    /** Held by whoever commits or deletes objects, so that the zones stay as they are meanwhile. */
    Lock unchanged() {
        return lock.readLock();
    }

    /** All zones. */
    List<ZoneReplica> replicas() {
        return replicas;
    }

    /** Those that have everything. */
    List<ZoneReplica> live() {
        return replicas.stream().filter(ZoneReplica::isLive).toList();
    }

    /** Those that whatever is put must be put to. */
    List<ZoneReplica> written() {
        return replicas.stream().filter(ZoneReplica::isWritten).toList();
    }

    /** The zones as they are written down; empty for a store that has only ever had one. */
    Optional<ZoneSet> set() {
        return Optional.ofNullable(set);
    }

    /** The zone of a name. */
    ZoneReplica named(String name) {
        return replicas.stream()
                .filter(replica -> replica.zone().equals(name))
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no zone " + name));
    }

    /** Makes sure that the zones as they stand are written down everywhere: an earlier attempt may have failed. */
    void requirePublished() {
        if (!published) {
            lock.writeLock().lock();
            try {
                ZoneSet now = set;
                if (!published && now != null) {
                    writeCentral(now);
                }
            } finally {
                lock.writeLock().unlock();
            }
        }
    }

    /**
     * Takes zones out that failed. When it returns, no start of a daemon will believe them.
     *
     * @param failed the zones, each with the reason
     * @throws Failure.Unavailable if none would be left, or this cannot be made durable
     */
    void takeOut(Map<ZoneReplica, String> failed) {
        lock.writeLock().lock();
        try {
            List<ZoneReplica> out = failed.keySet().stream()
                    .filter(ZoneReplica::isWritten)
                    .filter(replicas::contains)
                    .toList();
            out.forEach(replica -> replica.trouble(String.valueOf(failed.get(replica))));
            out.stream().filter(replica -> !replica.isLive()).forEach(replica -> replica.mode(ZoneReplica.Mode.OUT));
            if (out.stream().anyMatch(ZoneReplica::isLive)) {
                out.forEach(replica -> LOG.warn(
                        "zone={} directory={} out: {}",
                        replica.zone(),
                        replica.entry().directory(),
                        replica.trouble()));
                change(entry -> out.stream().anyMatch(replica -> replica.entry().equals(entry))
                        ? entry.with(ZoneStanding.STALE)
                        : entry);
            }
        } finally {
            lock.writeLock().unlock();
            suspicions.raise();
        }
    }

    /** From now on a zone is written too, but not read. Its objects are opened anew. */
    void beginSync(ZoneReplica replica) {
        lock.writeLock().lock();
        try {
            requireMember(replica);
            replica.open(
                    parts.opener().open(replica.zone(), Path.of(replica.entry().directory())));
            replica.percent(0);
            replica.trouble("");
            replica.mode(ZoneReplica.Mode.SYNCING);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** A zone that is level counts from now on, unless it has failed meanwhile. */
    void promote(ZoneReplica replica) {
        lock.writeLock().lock();
        try {
            requireMember(replica);
            if (replica.mode() != ZoneReplica.Mode.SYNCING) {
                throw new Failure.Unavailable("zone " + replica.zone() + " failed: " + replica.trouble(), null);
            }
            crashPoints.reached("zone.before-promote");
            String fileSystem = inspection.fileSystem(Path.of(replica.entry().directory()));
            ZoneEntry before = replica.entry();
            change(entry ->
                    entry.equals(before) ? entry.with(ZoneStanding.CURRENT).in(fileSystem) : entry);
            LOG.info("zone={} directory={} available", replica.zone(), before.directory());
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Puts an empty replica in the place of one that was lost with its directory. */
    void renew(ZoneReplica replica) {
        lock.writeLock().lock();
        try {
            requireMember(replica);
            Path directory = Path.of(replica.entry().directory());
            ZoneEntry before = replica.entry();
            ZoneEntry renewed = before.renewed(newId()).in(inspection.fileSystem(directory));
            change(entry -> entry.equals(before) ? renewed : entry);
            crashPoints.reached("zone.before-renewed-file");
            makeDirectory(directory);
            writeZoneFile(required(), renewed);
            LOG.info("zone={} directory={} is filled anew", replica.zone(), directory);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Changes what a zone is good for. */
    void stand(ZoneReplica replica, ZoneStanding standing) {
        lock.writeLock().lock();
        try {
            requireMember(replica);
            ZoneEntry before = replica.entry();
            change(entry -> entry.equals(before) ? entry.with(standing) : entry);
            LOG.info("zone={} standing={}", replica.zone(), standing);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * Adds a zone that has nothing yet.
     *
     * @param id of a replica that was there before, if there was one
     * @return the zone
     */
    ZoneReplica add(String name, Path directory, Optional<ZoneId> id, StoreId store) {
        lock.writeLock().lock();
        try {
            ZoneEntry added = new ZoneEntry(
                    id.orElseGet(this::newId),
                    name,
                    directory.toString(),
                    inspection.fileSystem(directory),
                    ZoneStanding.STALE);
            if (set == null) {
                found(store, added);
            } else {
                List<ZoneEntry> wanted = new ArrayList<>(required().zones());
                wanted.add(added);
                publish(wanted);
            }
            crashPoints.reached("zone.before-added-file");
            makeDirectory(directory);
            writeZoneFile(required(), added);
            LOG.info("zone={} directory={} added", name, directory);
            return named(name);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Forgets a zone. */
    void remove(ZoneReplica replica) {
        lock.writeLock().lock();
        try {
            requireMember(replica);
            List<ZoneEntry> wanted = new ArrayList<>(required().zones());
            wanted.remove(replica.entry());
            publish(wanted);
            LOG.info(
                    "zone={} directory={} removed",
                    replica.zone(),
                    replica.entry().directory());
            sayGoodbye(replica.entry());
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** So that it does not call itself a zone when the data directory's file is lost. */
    private void sayGoodbye(ZoneEntry removed) {
        try {
            if (ZoneInspection.zoneFile(Path.of(removed.directory()))
                    .flatMap(ZoneSet.Placed::place)
                    .equals(Optional.of(removed.id()))) {
                writeZoneFile(required(), removed);
            }
        } catch (Failure e) {
            LOG.info("zone={} cannot be told that it was removed: {}", removed.name(), e.getMessage());
        }
    }

    void close() {
        lock.writeLock().lock();
        try {
            replicas.forEach(ZoneReplica::close);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void requireMember(ZoneReplica replica) {
        if (!replicas.contains(replica)) {
            throw new Failure.Conflict("zone " + replica.zone() + " was removed");
        }
    }

    private ZoneSet required() {
        ZoneSet now = set;
        if (now == null) {
            throw new Failure.Conflict("the store has one zone only");
        }
        return now;
    }

    /** The first set of a store that had one zone until now. If it cannot be written, the store goes on having one. */
    private void found(StoreId store, ZoneEntry second) {
        ZoneReplica only = replicas.getFirst();
        ZoneEntry before = only.entry();
        Path directory = Path.of(before.directory());
        ZoneEntry first = new ZoneEntry(
                newId(), only.zone(), directory.toString(), inspection.fileSystem(directory), ZoneStanding.CURRENT);
        only.entry(first);
        set = new ZoneSet(store, 1, List.of(first));
        try {
            publish(List.of(first, second));
        } catch (Failure e) {
            if (required().epoch() == 1) {
                only.entry(before);
                set = null;
            }
            throw e;
        }
    }

    private void change(UnaryOperator<ZoneEntry> each) {
        publish(required().zones().stream().map(each).toList());
    }

    /** A zone that does not even take the set is out of it. */
    private void publish(List<ZoneEntry> wanted) {
        ZoneSet next = required().next(wanted);
        requireOneCounts(next);
        for (Optional<ZoneEntry> refused = writeZoneFiles(next); refused.isPresent(); ) {
            ZoneEntry out = refused.get();
            next = next.next(next.zones().stream()
                    .map(entry -> entry.equals(out) ? entry.with(ZoneStanding.STALE) : entry)
                    .toList());
            requireOneCounts(next);
            refused = writeZoneFiles(next);
        }
        crashPoints.reached("zone.before-zones");
        adopt(next);
        writeCentral(next);
        crashPoints.reached("zone.after-zones");
    }

    private void requireOneCounts(ZoneSet next) {
        if (next.zones().stream().noneMatch(entry -> entry.standing().counts())) {
            throw new Failure.Unavailable(
                    "no zone would be left that has everything: "
                            + String.join(
                                    "; ",
                                    replicas.stream()
                                            .map(replica -> replica.zone() + ": " + replica.trouble())
                                            .toList()),
                    null);
        }
    }

    /** Writes the set into each zone that counts, up to the first one that refuses, which it gives. */
    private Optional<ZoneEntry> writeZoneFiles(ZoneSet next) {
        for (ZoneEntry entry : next.zones()) {
            if (entry.standing().counts()) {
                try {
                    writeZoneFile(next, entry);
                    crashPoints.reached("zone.after-zone-file");
                } catch (Failure.Unavailable e) {
                    LOG.warn("zone={} out: {}", entry.name(), e.getMessage());
                    named(entry.name()).trouble(String.valueOf(e.getMessage()));
                    return Optional.of(entry);
                }
            }
        }
        return Optional.empty();
    }

    private static void writeZoneFile(ZoneSet next, ZoneEntry entry) {
        Path file = Path.of(entry.directory()).resolve(ZoneInspection.FILE);
        DurableFiles.replace(file, next.encode(Optional.of(entry.id())));
    }

    private void writeCentral(ZoneSet next) {
        published = false;
        DurableFiles.replace(parts.home().zones(), next.encode(Optional.empty()));
        published = true;
    }

    /** Zones keep their objects as long as they have their name. */
    private void adopt(ZoneSet next) {
        set = next;
        List<ZoneReplica> members = new ArrayList<>();
        for (ZoneEntry entry : next.zones()) {
            ZoneReplica member = replicas.stream()
                    .filter(replica -> replica.zone().equals(entry.name()))
                    .findFirst()
                    .orElseGet(() -> new ZoneReplica(entry));
            member.entry(entry);
            if (entry.standing().counts()) {
                member.mode(ZoneReplica.Mode.LIVE);
            } else if (member.isLive() || !entry.standing().equals(ZoneStanding.STALE)) {
                member.mode(ZoneReplica.Mode.OUT);
            }
            members.add(member);
        }
        replicas.stream().filter(replica -> !members.contains(replica)).forEach(gone -> {
            gone.mode(ZoneReplica.Mode.OUT);
            gone.closeIfUnused();
        });
        replicas = List.copyOf(members);
    }

    private ZoneId newId() {
        byte[] bytes = new byte[ZoneId.BYTES];
        parts.random().nextBytes(bytes);
        return ZoneId.of(bytes);
    }

    private static void makeDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new Failure.Unavailable("making the directory " + directory + " of a zone", e);
        }
    }
}
