package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyRequest.DisableKeyRotation;
import io.ebsnap.api.KeyRotationStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key rotation disable}. */
@Command(name = "disable", header = "Let a key keep its material.")
final class KeyRotationDisable extends DaemonCommand {

    @Parameters(paramLabel = "KEY", description = "Id, alias or ARN of the key.")
    String key = "";

    KeyRotationDisable(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        KeyRotationStatus answer = daemon.call(new DisableKeyRotation(key));
        show(answer, KeyViews.rotation(answer));
        return ExitCode.OK;
    }
}
