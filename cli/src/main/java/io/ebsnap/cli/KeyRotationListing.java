package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyRequest.ListKeyRotations;
import io.ebsnap.api.KeyRotationList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key rotation list}. */
@Command(name = "list", header = "List the versions of a key's material.")
final class KeyRotationListing extends DaemonCommand {

    @Parameters(paramLabel = "KEY", description = "Id, alias or ARN of the key.")
    String key = "";

    KeyRotationListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        KeyRotationList answer = daemon.call(new ListKeyRotations(key));
        show(answer, KeyViews.versions(answer.rotations()));
        return ExitCode.OK;
    }
}
