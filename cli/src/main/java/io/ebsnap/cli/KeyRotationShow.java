package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyRequest.GetKeyRotationStatus;
import io.ebsnap.api.KeyRotationStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key rotation show}. */
@Command(name = "show", header = "Show whether a key gets new material by itself.")
final class KeyRotationShow extends DaemonCommand {

    @Parameters(paramLabel = "KEY", description = "Id, alias or ARN of the key.")
    String key = "";

    KeyRotationShow(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        KeyRotationStatus answer = daemon.call(new GetKeyRotationStatus(key));
        show(answer, KeyViews.rotation(answer));
        return ExitCode.OK;
    }
}
