package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Done;
import io.ebsnap.api.LifecycleRequest.DeleteLifecyclePolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap lifecycle delete}. */
@Command(
        name = "delete",
        header = "Delete a policy.",
        description = "Its snapshots stay, and nothing of them expires any more.")
final class LifecycleDelete extends DaemonCommand {

    @Parameters(paramLabel = "POLICY", description = "Id of the policy.")
    String policy = "";

    LifecycleDelete(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        Done done = daemon.call(new DeleteLifecyclePolicy(policy));
        show(done, Table.pairs().row("deleted", policy));
        return ExitCode.OK;
    }
}
