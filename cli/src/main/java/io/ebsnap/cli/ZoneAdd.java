package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.AvailabilityZone;
import io.ebsnap.api.ZoneRequest.AddZone;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap zone add}. */
@Command(
        name = "add",
        header = "Keep the store in one more zone.",
        description = {
            "It is filled in the background, beside snapshots and restores; from then on everything is stored there too.",
            "Put each zone on a disk of its own."
        })
final class ZoneAdd extends DaemonCommand {

    @Parameters(paramLabel = "NAME", description = "Name of the zone: letters, digits and dashes.")
    String name = "";

    @Option(
            names = "--store",
            paramLabel = "DIR",
            required = true,
            description = "Directory of the zone's replica: empty, or not there, or one that was a zone of this store.")
    Path store = Path.of("");

    ZoneAdd(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        AvailabilityZone added =
                daemon.call(new AddZone(name, store.toAbsolutePath().normalize().toString()));
        show(added, ZoneViews.list(List.of(added)));
        if (!session().isJson()) {
            renderer().note("hint: to see how far it is: ebsnap zone list");
        }
        return ExitCode.OK;
    }
}
