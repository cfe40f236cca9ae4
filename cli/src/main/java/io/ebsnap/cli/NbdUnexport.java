package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ExportRequest.DeleteExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap nbd unexport}. */
@Command(
        name = "unexport",
        header = "Serve something by NBD no longer.",
        description = "Refused while clients are connected. The volume or snapshot stays as it is.")
final class NbdUnexport extends DaemonCommand {

    @Parameters(paramLabel = "NAME", description = "Name of the export.")
    String name = "";

    @Option(names = "--force", description = "Also while clients are connected: they are cut off.")
    boolean force;

    NbdUnexport(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        show(daemon.call(new DeleteExport(name, force)), Table.pairs().row(name, "unexported"));
        return ExitCode.OK;
    }
}
