package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.RemoteRequest.RemoveRemote;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap remote remove}. */
@Command(
        name = "remove",
        header = "Forget another daemon.",
        description = "It may do nothing here any more, and copies that are under way end. Finished copies stay.")
final class RemoteRemove extends DaemonCommand {

    @Parameters(paramLabel = "NAME", description = "Name of the remote.")
    String name = "";

    RemoteRemove(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        show(daemon.call(new RemoveRemote(name)), Table.pairs().row(name, "removed"));
        return ExitCode.OK;
    }
}
