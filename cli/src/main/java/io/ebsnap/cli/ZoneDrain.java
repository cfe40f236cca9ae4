package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.AvailabilityZone;
import io.ebsnap.api.ZoneRequest.DrainZone;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap zone drain}. */
@Command(
        name = "drain",
        header = "Take a zone out of use, safely.",
        description = {
            "Everything in it is proven to be whole in another zone first, in the background; then it is neither read nor written.",
            "It is refused for the only zone that has everything. Volumes stay where they are, and no new ones are made there."
        })
final class ZoneDrain extends DaemonCommand {

    @Parameters(paramLabel = "NAME", description = "Name of the zone.")
    String name = "";

    ZoneDrain(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        AvailabilityZone zone = daemon.call(new DrainZone(name));
        show(zone, ZoneViews.list(List.of(zone)));
        return ExitCode.OK;
    }
}
