package io.ebsnap.service;

import io.ebsnap.failure.Failure;
import io.ebsnap.store.StoreZone;
import io.ebsnap.store.ZoneState;
import io.ebsnap.store.Zones;
import io.ebsnap.volume.VolumeZones;
import io.ebsnap.volume.Zone;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The zones of the store as places for volumes: the first one as it is configured, the others in the directories of their replicas.
 *
 * @param first as it is configured
 * @param home the directory of the first zone's replica; its name may be another one than the configured
 * @param zones of the store
 */
record StoreVolumeZones(Zone first, Path home, Zones zones) implements VolumeZones {

    @Override
    public List<Zone> added() {
        return zones.list().stream()
                .filter(zone -> !zone.directory().equals(home) && !zone.name().equals(first.name()))
                .map(zone -> new Zone(zone.name(), zone.volumes(), Optional.empty(), true))
                .toList();
    }

    @Override
    public void requireThere(Zone zone) {
        if (zone.inReplica()) {
            Path directory = zones.requireThere(zone.name());
            if (!zone.directory().startsWith(directory)) {
                throw new Failure.Unavailable("zone " + zone.name() + " is in " + directory + " now", null);
            }
        }
    }

    @Override
    public void requireOpen(Zone zone) {
        zones.list().stream()
                .filter(known -> zone.inReplica()
                        ? known.name().equals(zone.name())
                        : known.directory().equals(home))
                .map(StoreZone::state)
                .filter(state -> state == ZoneState.DRAINING || state == ZoneState.DRAINED)
                .findFirst()
                .ifPresent(state -> {
                    throw new Failure.Conflict(
                            "zone " + zone.name() + " is " + state.word() + " and takes no new volumes",
                            "name another one: --zone; ebsnap zone list shows them");
                });
    }
}
