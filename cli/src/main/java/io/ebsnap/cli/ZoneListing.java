package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.AvailabilityZoneList;
import io.ebsnap.api.ZoneRequest.DescribeAvailabilityZones;
import picocli.CommandLine.Command;

/** {@code ebsnap zone list}. */
@Command(
        name = "list",
        header = "List the zones that the store is kept in.",
        description = "Shows how each does, and what is wrong with it.")
final class ZoneListing extends DaemonCommand {

    ZoneListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        AvailabilityZoneList zones = daemon.call(new DescribeAvailabilityZones());
        show(zones, ZoneViews.list(zones.availabilityZones()));
        return ExitCode.OK;
    }
}
