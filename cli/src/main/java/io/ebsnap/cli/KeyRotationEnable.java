package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyRequest.EnableKeyRotation;
import io.ebsnap.api.KeyRotationStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key rotation enable}. */
@Command(name = "enable", header = "Let a key have new material by itself.")
final class KeyRotationEnable extends DaemonCommand {

    @Parameters(paramLabel = "KEY", description = "Id, alias or ARN of the key.")
    String key = "";

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "365",
            description = "Days between two rotations, 90 to 2560. Default: 365.")
    int days;

    KeyRotationEnable(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        KeyRotationStatus answer = daemon.call(new EnableKeyRotation(key, days));
        show(answer, KeyViews.rotation(answer));
        return ExitCode.OK;
    }
}
