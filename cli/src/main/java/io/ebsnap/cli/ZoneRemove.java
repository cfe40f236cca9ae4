package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ZoneRequest.RemoveZone;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap zone remove}. */
@Command(
        name = "remove",
        header = "Forget a zone.",
        description = {
            "What is in its directory stays there, and counts no more.",
            "It is refused for the only zone that has everything, and as long as there are volumes in the zone."
        })
final class ZoneRemove extends DaemonCommand {

    @Parameters(paramLabel = "NAME", description = "Name of the zone.")
    String name = "";

    ZoneRemove(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        show(daemon.call(new RemoveZone(name)), Table.pairs().row(name, "removed"));
        return ExitCode.OK;
    }
}
