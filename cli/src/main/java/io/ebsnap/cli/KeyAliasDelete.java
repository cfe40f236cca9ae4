package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyRequest.DeleteAlias;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key alias delete}. */
@Command(name = "delete", header = "Take an alias away.")
final class KeyAliasDelete extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "ALIAS", description = "alias/NAME.")
    String alias = "";

    KeyAliasDelete(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        show(daemon.call(new DeleteAlias(alias)), Table.pairs().row(alias, "deleted"));
        return ExitCode.OK;
    }
}
