package io.ebsnap.control;

import io.ebsnap.api.AvailabilityZone;
import io.ebsnap.api.AvailabilityZoneList;
import io.ebsnap.api.AvailabilityZoneMessage;
import io.ebsnap.api.Done;
import io.ebsnap.api.ZoneRequest;
import io.ebsnap.api.ZoneRequest.AddZone;
import io.ebsnap.api.ZoneRequest.DescribeAvailabilityZones;
import io.ebsnap.api.ZoneRequest.DrainZone;
import io.ebsnap.api.ZoneRequest.RemoveZone;
import io.ebsnap.failure.Failure;
import io.ebsnap.store.StoreZone;
import io.ebsnap.store.ZoneState;
import io.ebsnap.store.Zones;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The actions about the zones that the store is kept in. */
final class ZoneActions {

    private final Zones zones;

    ZoneActions(Zones zones) {
        this.zones = zones;
    }

    Record handle(ZoneRequest<?> request) {
        return switch (request) {
            case DescribeAvailabilityZones describe ->
                new AvailabilityZoneList(
                        zones.list().stream().map(ZoneActions::shape).toList());
            case AddZone add -> shape(zones.add(add.zoneName(), directory(add.storeDirectory())));
            case DrainZone drain -> shape(zones.drain(drain.zoneName()));
            case RemoveZone remove -> {
                StoreZone unused = zones.remove(remove.zoneName());
                yield new Done(true);
            }
        };
    }

    /** What somebody should see to. */
    List<String> warnings() {
        return zones.list().stream()
                .filter(zone -> zone.state() != ZoneState.AVAILABLE && zone.state() != ZoneState.DRAINED)
                .map(zone -> "zone " + zone.name() + " is " + zone.state().word() + progress(zone)
                        + (zone.message().isEmpty() ? "" : ": " + zone.message()))
                .toList();
    }

    private static String progress(StoreZone zone) {
        return zone.percent().isPresent() ? " " + zone.percent().getAsInt() + " %" : "";
    }

    private static Path directory(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new Failure.Invalid("'" + text + "' is no path");
        }
    }

    private static AvailabilityZone shape(StoreZone zone) {
        return new AvailabilityZone(
                zone.name(),
                zone.id().isEmpty() ? null : zone.id(),
                zone.state().word(),
                zone.message().isEmpty() ? List.of() : List.of(new AvailabilityZoneMessage(zone.message())),
                zone.directory().toString(),
                zone.percent().isPresent() ? zone.percent().getAsInt() : null,
                zone.freeBytes().isPresent() ? zone.freeBytes().getAsLong() : null);
    }
}
