package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyDescription;
import io.ebsnap.api.KeyRequest.UpdateKeyDescription;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key update}. */
@Command(name = "update", header = "Give a key another description.")
final class KeyUpdate extends DaemonCommand {

    @Parameters(paramLabel = "KEY", description = "Id, alias or ARN of the key.")
    String key = "";

    @Option(names = "--description", paramLabel = "T", required = true, description = "Words to remember it by.")
    String description = "";

    KeyUpdate(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        KeyDescription answer = daemon.call(new UpdateKeyDescription(key, description));
        show(answer, KeyViews.one(answer.keyMetadata()));
        return ExitCode.OK;
    }
}
