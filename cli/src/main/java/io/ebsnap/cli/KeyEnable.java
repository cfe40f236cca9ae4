package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyDescription;
import io.ebsnap.api.KeyRequest.EnableKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key enable}. */
@Command(name = "enable", header = "Let a key be used again.")
final class KeyEnable extends DaemonCommand {

    @Parameters(paramLabel = "KEY", description = "Id, alias or ARN of the key.")
    String key = "";

    KeyEnable(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        KeyDescription answer = daemon.call(new EnableKey(key));
        show(answer, KeyViews.one(answer.keyMetadata()));
        return ExitCode.OK;
    }
}
