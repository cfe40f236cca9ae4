package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyDescription;
import io.ebsnap.api.KeyRequest.CancelKeyDeletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key cancel-deletion}. */
@Command(
        name = "cancel-deletion",
        header = "Keep a key whose deletion was ordered.",
        description = "It is disabled then: ebsnap key enable lets it be used again.")
final class KeyCancelDeletion extends DaemonCommand {

    @Parameters(paramLabel = "KEY", description = "Id, alias or ARN of the key.")
    String key = "";

    KeyCancelDeletion(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        KeyDescription answer = daemon.call(new CancelKeyDeletion(key));
        show(answer, KeyViews.one(answer.keyMetadata()));
        return ExitCode.OK;
    }
}
