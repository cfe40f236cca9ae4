package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyGrantList;
import io.ebsnap.api.KeyRequest.ListGrants;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key grant list}. */
@Command(name = "list", header = "List the grants of a key.")
final class KeyGrantListing extends DaemonCommand {

    @Parameters(paramLabel = "KEY", description = "Id, alias or ARN of the key.")
    String key = "";

    KeyGrantListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        KeyGrantList answer = daemon.call(new ListGrants(key));
        show(answer, KeyViews.grants(answer.grants()));
        return ExitCode.OK;
    }
}
