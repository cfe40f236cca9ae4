package io.ebsnap.store.replicated;

import io.ebsnap.failure.Failure;
import io.ebsnap.format.StoreIdentity;
import io.ebsnap.format.ZoneEntry;
import io.ebsnap.format.ZoneSet;
import io.ebsnap.format.ZoneStanding;
import io.ebsnap.identity.StoreId;
import io.ebsnap.identity.ZoneId;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.StoreZone;
import io.ebsnap.store.ZoneState;
import io.ebsnap.store.ZoneUsage;
import io.ebsnap.store.Zones;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The zones of a replicated store, for those who change them. */
public final class StoreZones implements Zones {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,31}");

    private final ReplicatedObjectStore store;
    private final ZoneMembership membership;

    public StoreZones(ReplicatedObjectStore store) {
        this.store = store;
        this.membership = store.membership();
    }

    @Override
    public List<StoreZone> list() {
        return membership.replicas().stream().map(StoreZones::describe).toList();
    }

    @Override
    public List<ZoneUsage> usage() {
        return membership.replicas().stream().map(StoreZones::usage).toList();
    }

    /** The directory is looked at now: what was seen last may be a while ago. */
    @Override
    public Path requireThere(String name) {
        ZoneEntry entry = membership.named(name).entry();
        StoreId store = membership
                .set()
                .orElseThrow(() -> new Failure.Conflict("the store has one zone only"))
                .store();
        return switch (this.store.inspection().look(entry, store)) {
            case ZoneLook.Found there -> Path.of(entry.directory());
            case ZoneLook.Vacant vacant ->
                throw new Failure.Unavailable(
                        "zone " + name + " is not there: " + entry.directory() + " is empty or missing", null);
            case ZoneLook.Unusable unusable ->
                throw new Failure.Unavailable("zone " + name + " is not there: " + unusable.reason(), null);
        };
    }

    @Override
    public synchronized StoreZone add(String name, Path directory) {
        if (!NAME.matcher(name).matches()) {
            throw new Failure.Invalid("'" + name + "' is no zone's name", "1 to 32 letters, digits and dashes");
        }
        if (!directory.isAbsolute()) {
            throw new Failure.Invalid("'" + directory + "' is not an absolute path");
        }
        Path normal = directory.normalize();
        requireNew(name, normal);
        StoreId id = storeId();
        Optional<ZoneId> former = former(normal, id);
        ZoneReplica added = membership.add(name, normal, former, id);
        store.suspicions().raise();
        return describe(added);
    }

    @Override
    public synchronized StoreZone drain(String name) {
        ZoneReplica replica = membership.named(name);
        ZoneStanding standing = replica.entry().standing();
        if (standing == ZoneStanding.CURRENT) {
            requireOthers(membership, replica, store.parts().copiesMin());
            membership.stand(replica, ZoneStanding.DRAINING);
            store.suspicions().raise();
        } else if (standing == ZoneStanding.STALE) {
            throw new Failure.Conflict(
                    "zone " + name + " does not have everything, so nothing of it is used",
                    "ebsnap zone remove " + name + " forgets it");
        }
        return describe(replica);
    }

    @Override
    public synchronized StoreZone remove(String name) {
        ZoneReplica replica = membership.named(name);
        if (replica.entry().standing().counts()) {
            requireOthers(membership, replica, store.parts().copiesMin());
        }
        membership.remove(replica);
        StoreZone removed = describe(replica);
        replica.closeIfUnused();
        return removed;
    }

    /** Requires that enough zones beside one have everything. */
    static void requireOthers(ZoneMembership membership, ZoneReplica replica, int copiesMin) {
        List<String> others = membership.live().stream()
                .filter(other -> !other.equals(replica))
                .filter(other -> other.entry().standing() == ZoneStanding.CURRENT)
                .map(ZoneReplica::zone)
                .toList();
        if (others.isEmpty()) {
            throw new Failure.Conflict(
                    "zone " + replica.zone() + " is the only one that has everything",
                    "add another one, and wait until ebsnap zone list shows it available");
        }
        if (others.size() < copiesMin) {
            throw new Failure.Conflict(
                    "without zone " + replica.zone() + " only " + others.size() + " of the " + copiesMin
                            + " zones would be left that store.copies asks for",
                    "add another one first");
        }
    }

    private void requireNew(String name, Path directory) {
        if (membership.replicas().size() >= ZoneSet.ZONES_MAX) {
            throw new Failure.Exhausted(
                    "the store has " + ZoneSet.ZONES_MAX + " zones already", "remove one first", null);
        }
        for (ZoneReplica replica : membership.replicas()) {
            if (replica.zone().equals(name)) {
                throw new Failure.Conflict("there is a zone " + name + " already");
            }
            Path other = Path.of(replica.entry().directory());
            if (directory.startsWith(other) || other.startsWith(directory)) {
                throw new Failure.Conflict("zone " + replica.zone() + " is in " + other);
            }
        }
    }

    /** The replica that the directory held when it was a zone of this store before. */
    private Optional<ZoneId> former(Path directory, StoreId store) {
        try {
            Optional<ZoneSet.Placed> placed = ZoneInspection.zoneFile(directory);
            if (placed.isEmpty() && ZoneInspection.isEmpty(directory)) {
                requireParent(directory);
                return Optional.empty();
            }
            if (placed.isPresent() && placed.get().set().store().equals(store)) {
                requireNoCopy(directory, placed.get());
                return placed.get().place();
            }
            throw new Failure.Conflict(
                    directory + " is not empty, and holds no replica of this store", "name an empty directory");
        } catch (IOException e) {
            throw new Failure.Unavailable("looking into " + directory + ": " + e.getMessage(), e);
        }
    }

    private void requireNoCopy(Path directory, ZoneSet.Placed placed) {
        membership.set().flatMap(set -> placed.place().flatMap(set::zone)).ifPresent(zone -> {
            throw new Failure.Conflict(directory + " holds a copy of zone " + zone.name());
        });
    }

    private static void requireParent(Path directory) {
        Path parent = directory.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new Failure.Invalid("there is no directory " + parent + " to make " + directory + " in");
        }
    }

    private StoreId storeId() {
        byte[] identity = new byte[StoreIdentity.BYTES];
        store.read(new ObjectName(StoreIdentity.OBJECT), 0, ByteBuffer.wrap(identity));
        return StoreIdentity.decode(identity).store();
    }

    private static StoreZone describe(ZoneReplica replica) {
        ZoneEntry entry = replica.entry();
        ZoneState state = state(replica);
        boolean counted = state == ZoneState.SYNCING || state == ZoneState.DRAINING;
        return new StoreZone(
                entry.name(),
                entry.fileSystem().isEmpty() ? "" : entry.id().hex(),
                Path.of(entry.directory()),
                state,
                message(replica, state),
                counted ? OptionalInt.of(replica.percent()) : OptionalInt.empty(),
                freeBytes(replica));
    }

    private static ZoneUsage usage(ZoneReplica replica) {
        StoreZone zone = describe(replica);
        if (!replica.isWritten()) {
            return new ZoneUsage(zone, OptionalLong.empty(), OptionalLong.empty());
        }
        long objects = 0;
        long bytes = 0;
        try (Stream<ObjectName> names = replica.list("")) {
            for (ObjectName name : (Iterable<ObjectName>) names::iterator) {
                OptionalLong size = size(replica, name);
                objects += size.isPresent() ? 1 : 0;
                bytes += size.orElse(0);
            }
            return new ZoneUsage(zone, OptionalLong.of(objects), OptionalLong.of(bytes));
        } catch (Failure.Unavailable e) {
            return new ZoneUsage(zone, OptionalLong.empty(), OptionalLong.empty());
        }
    }

    /** Empty if it was deleted meanwhile. */
    private static OptionalLong size(ZoneReplica replica, ObjectName name) {
        try {
            return OptionalLong.of(replica.size(name));
        } catch (Failure.NotFound e) {
            return OptionalLong.empty();
        }
    }

    private static ZoneState state(ZoneReplica replica) {
        if (replica.entry().standing() == ZoneStanding.DRAINED) {
            return ZoneState.DRAINED;
        }
        return switch (replica.mode()) {
            case OUT -> ZoneState.UNAVAILABLE;
            case SYNCING -> ZoneState.SYNCING;
            case LIVE -> {
                if (!replica.trouble().isEmpty()) {
                    yield ZoneState.DEGRADED;
                }
                yield replica.entry().standing() == ZoneStanding.DRAINING ? ZoneState.DRAINING : ZoneState.AVAILABLE;
            }
        };
    }

    private static String message(ZoneReplica replica, ZoneState state) {
        return state == ZoneState.UNAVAILABLE && replica.trouble().isEmpty()
                ? "it waits to be brought level"
                : replica.trouble();
    }

    private static OptionalLong freeBytes(ZoneReplica replica) {
        try {
            return replica.isWritten() ? OptionalLong.of(replica.freeBytes()) : OptionalLong.empty();
        } catch (Failure e) {
            return OptionalLong.empty();
        }
    }
}
