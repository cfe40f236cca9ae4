package io.ebsnap.cli;

import io.ebsnap.api.AccessKeyRequest.DeleteAccessKey;
import io.ebsnap.api.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap access-key delete}. */
@Command(name = "delete", header = "End an access key.", description = "What is signed with it is refused from now on.")
final class AccessKeyDelete extends DaemonCommand {

    @Parameters(paramLabel = "ID", description = "Id of the key, AKIA...")
    String id = "";

    AccessKeyDelete(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        show(daemon.call(new DeleteAccessKey(id)), Table.pairs().row(id, "deleted"));
        return ExitCode.OK;
    }
}
