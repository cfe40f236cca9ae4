package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ExportRequest.DeleteExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap nbd unexport}. */
@Command(
        name = "unexport",
        header = "Serve something by NBD no longer.",
        description = "Its clients are cut off. The volume or snapshot stays as it is.")
final class NbdUnexport extends DaemonCommand {

    @Parameters(paramLabel = "NAME", description = "Name of the export.")
    String name = "";

    NbdUnexport(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        show(daemon.call(new DeleteExport(name)), Table.pairs().row(name, "unexported"));
        return ExitCode.OK;
    }
}
