package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyRequest.UpdateAlias;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key alias update}. */
@Command(name = "update", header = "Let an alias name another key.")
final class KeyAliasUpdate extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "ALIAS", description = "alias/NAME.")
    String alias = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "Id, alias or ARN of the key.")
    String key = "";

    KeyAliasUpdate(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        show(daemon.call(new UpdateAlias(alias, key)), Table.pairs().row(alias, key));
        return ExitCode.OK;
    }
}
