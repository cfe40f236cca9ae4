package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyRequest.RetireGrant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key grant retire}. */
@Command(name = "retire", header = "Give a grant back, as an account that may.")
final class KeyGrantRetire extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "KEY", description = "Id, alias or ARN of the key.")
    String key = "";

    @Parameters(index = "1", paramLabel = "GRANT", description = "Id of the grant.")
    String grant = "";

    KeyGrantRetire(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        show(daemon.call(new RetireGrant(key, grant)), Table.pairs().row(grant, "retired"));
        return ExitCode.OK;
    }
}
