package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyRequest.CreateAlias;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key alias create}. */
@Command(name = "create", header = "Give a key an alias.")
final class KeyAliasCreate extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "ALIAS", description = "alias/NAME.")
    String alias = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "Id, alias or ARN of the key.")
    String key = "";

    KeyAliasCreate(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        show(daemon.call(new CreateAlias(alias, key)), Table.pairs().row(alias, key));
        return ExitCode.OK;
    }
}
