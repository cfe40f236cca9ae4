package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyRequest.RevokeGrant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key grant revoke}. */
@Command(name = "revoke", header = "Take a grant back.")
final class KeyGrantRevoke extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "KEY", description = "Id, alias or ARN of the key.")
    String key = "";

    @Parameters(index = "1", paramLabel = "GRANT", description = "Id of the grant.")
    String grant = "";

    KeyGrantRevoke(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        show(daemon.call(new RevokeGrant(key, grant)), Table.pairs().row(grant, "revoked"));
        return ExitCode.OK;
    }
}
