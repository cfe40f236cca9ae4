package io.ebsnap.cli;

import io.ebsnap.api.AvailabilityZone;
import io.ebsnap.api.AvailabilityZoneMessage;
import java.util.List;

/** Zones as people see them. */
final class ZoneViews {

    private ZoneViews() {}

    static Table list(List<AvailabilityZone> zones) {
        Table table = Table.of("ZONE", "STATE", ">FREE", "DIRECTORY", "NOW");
        for (AvailabilityZone zone : zones) {
            table.row(
                    zone.zoneName(), state(zone), Human.size(zone.freeBytes()), zone.storeDirectory(), messages(zone));
        }
        return table;
    }

    private static String state(AvailabilityZone zone) {
        return zone.progressPercent() == null ? zone.state() : zone.state() + " " + zone.progressPercent() + " %";
    }

    private static String messages(AvailabilityZone zone) {
        return zone.messages().isEmpty()
                ? "-"
                : String.join(
                        "; ",
                        zone.messages().stream()
                                .map(AvailabilityZoneMessage::message)
                                .toList());
    }
}
