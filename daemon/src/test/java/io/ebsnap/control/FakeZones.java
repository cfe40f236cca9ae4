package io.ebsnap.control;

import io.ebsnap.failure.Failure;
import io.ebsnap.store.StoreZone;
import io.ebsnap.store.ZoneState;
import io.ebsnap.store.ZoneUsage;
import io.ebsnap.store.Zones;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Zones that are what the test makes them. */
final class FakeZones implements Zones {

    private final List<StoreZone> zones = new ArrayList<>(List.of(new StoreZone(
            "a", "", Path.of("/data/store"), ZoneState.AVAILABLE, "", OptionalInt.empty(), OptionalLong.of(7))));

    @Override
    public List<StoreZone> list() {
        return List.copyOf(zones);
    }

    @Override
    public List<ZoneUsage> usage() {
        return zones.stream()
                .map(zone -> new ZoneUsage(zone, OptionalLong.of(3), OptionalLong.of(4096)))
                .toList();
    }

    @Override
    public Path requireThere(String name) {
        return find(name).directory();
    }

    @Override
    public StoreZone add(String name, Path directory) {
        StoreZone added =
                new StoreZone(name, "00ff", directory, ZoneState.SYNCING, "", OptionalInt.of(42), OptionalLong.empty());
        zones.add(added);
        return added;
    }

    @Override
    public StoreZone drain(String name) {
        StoreZone zone = find(name);
        StoreZone draining = new StoreZone(
                name, zone.id(), zone.directory(), ZoneState.DRAINING, "words", OptionalInt.of(1), zone.freeBytes());
        zones.set(zones.indexOf(zone), draining);
        return draining;
    }

    @Override
    public StoreZone remove(String name) {
        StoreZone zone = find(name);
        zones.remove(zone);
        return zone;
    }

    private StoreZone find(String name) {
        return zones.stream()
                .filter(zone -> zone.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no zone " + name));
    }
}
