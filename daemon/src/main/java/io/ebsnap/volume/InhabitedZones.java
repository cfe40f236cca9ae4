package io.ebsnap.volume;

import io.ebsnap.store.StoreZone;
import io.ebsnap.store.ZoneState;
import io.ebsnap.store.ZoneUsage;
import io.ebsnap.store.Zones;
import java.nio.file.Path;
import java.util.List;

/**
 * The zones of the store, with the volumes that lie in them: one with volumes is not removed, and one that is being taken out of use says which are still
 * there.
 *
 * @param zones as the store has them
 * @param volumes of all accounts
 */
public record InhabitedZones(Zones zones, CatalogManagedVolumes volumes) implements Zones {

    @Override
    public List<StoreZone> list() {
        return zones.list().stream().map(this::withVolumes).toList();
    }

    @Override
    public List<ZoneUsage> usage() {
        return zones.usage();
    }

    @Override
    public Path requireThere(String name) {
        return zones.requireThere(name);
    }

    @Override
    public StoreZone add(String name, Path directory) {
        return zones.add(name, directory);
    }

    @Override
    public StoreZone drain(String name) {
        return withVolumes(zones.drain(name));
    }

    @Override
    public StoreZone remove(String name) {
        return volumes.removeZone(name, () -> zones.remove(name));
    }

    private StoreZone withVolumes(StoreZone zone) {
        if (zone.state() != ZoneState.DRAINING && zone.state() != ZoneState.DRAINED) {
            return zone;
        }
        List<String> there = volumes.idsIn(zone.name());
        return there.isEmpty() ? zone : zone.saying("volumes are still there: " + String.join(", ", there));
    }
}
