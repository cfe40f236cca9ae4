package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyAliasList;
import io.ebsnap.api.KeyRequest.ListAliases;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key alias list}. */
@Command(name = "list", header = "List aliases.")
final class KeyAliasListing extends DaemonCommand {

    @Parameters(paramLabel = "KEY", arity = "0..1", description = "Only the aliases of this key.")
    @Nullable
    String key;

    KeyAliasListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        KeyAliasList answer = daemon.call(new ListAliases(key));
        show(answer, KeyViews.aliases(answer.aliases()));
        return ExitCode.OK;
    }
}
