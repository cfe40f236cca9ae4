package io.ebsnap.volume;

import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.linux.Linux;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of managed volumes, zone by zone. A zone that is not there has no files: nothing is looked for, made or removed on what its mount point
 * lies on. Safe for use by several threads.
 */
final class VolumePlaces {

    private final Linux linux;
    private final BootScope scope;
    private final VolumeZones zones;

    VolumePlaces(Linux linux, BootScope scope, VolumeZones zones) {
        this.linux = linux;
        this.scope = scope;
        this.zones = zones;
    }

    /**
     * Where new volumes of a zone lie.
     *
     * @param name of the zone; empty for the first one
     * @throws Failure.NotFound if there is no such zone
     * @throws Failure.Conflict if it takes no new volumes
     * @throws Failure.Unavailable if it is not there
     */
    Zone zoneForNew(String name) {
        Zone zone = name.isEmpty() ? zones.first() : named(name).orElseThrow(() -> notFound(name));
        zones.requireOpen(zone);
        zones.requireThere(zone);
        return zone;
    }

    private Failure notFound(String name) {
        return new Failure.NotFound("there is no zone '" + name + "'; there "
                + (zones.added().isEmpty() ? "is " : "are ")
                + all().map(zone -> "'" + zone.name() + "'").collect(Collectors.joining(", ")));
    }

    /** The files of a zone that was just found to be there. */
    VolumeFiles in(Zone zone) {
        return new VolumeFiles(linux, zone, scope);
    }

    /**
     * The files of a volume's zone.
     *
     * @throws Failure.Unavailable if the zone is not there
     */
    VolumeFiles of(ManagedVolumeRecord record) {
        return in(requireThere(record));
    }

    /** Makes sure that a volume's zone is there. */
    Zone requireThere(ManagedVolumeRecord record) {
        Zone zone = zoneOf(record);
        zones.requireThere(zone);
        return zone;
    }

    /**
     * A volume's zone, there or not. The first one may have been called otherwise when its volume was made.
     *
     * @throws Failure.Unavailable if the volume lies in none that is known
     */
    private Zone zoneOf(ManagedVolumeRecord record) {
        Optional<Zone> known = named(record.zone());
        Zone first = zones.first();
        Path target = Path.of(record.target().path());
        boolean elsewhere = known.isEmpty()
                && record.target().own()
                && !target.startsWith(first.directory())
                && !in(first).isLogicalVolume(record);
        if (elsewhere) {
            throw new Failure.Unavailable(
                    record.volumeId() + " lies in zone " + record.zone() + ", as " + target
                            + ", and there is no such zone",
                    null);
        }
        return known.orElse(first);
    }

    /** Why a volume cannot be used for want of its zone; empty if its zone is there. */
    String trouble(ManagedVolumeRecord record) {
        try {
            Zone unused = requireThere(record);
            assert unused != null;
            return "";
        } catch (Failure.Unavailable e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Says at the start of a daemon what somebody may want to do something about. */
    void inspect(Set<String> recorded) {
        in(zones.first()).inspect(recorded);
    }

    private Optional<Zone> named(String name) {
        return zones.first().name().equals(name)
                ? Optional.of(zones.first())
                : zones.added().stream()
                        .filter(zone -> zone.name().equals(name))
                        .findFirst();
    }

    private Stream<Zone> all() {
        return Stream.concat(Stream.of(zones.first()), zones.added().stream());
    }
}
