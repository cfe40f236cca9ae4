package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyRequest.RotateKeyOnDemand;
import io.ebsnap.api.KeyRotationList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key rotate}. */
@Command(
        name = "rotate",
        header = "Give a key new material.",
        description = {
            "No data is written again: only the key of its snapshots is wrapped anew.",
            "Where there is a recovery file, that happens when a new one is exported: so the old one stays of use until then."
        })
final class KeyRotate extends DaemonCommand {

    @Parameters(paramLabel = "KEY", description = "Id, alias or ARN of the key.")
    String key = "";

    KeyRotate(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        KeyRotationList answer = daemon.call(new RotateKeyOnDemand(key));
        show(answer, KeyViews.versions(answer.rotations()));
        if (!answer.rotations().getLast().exported()) {
            renderer().note("export a new recovery file: ebsnap key export FILE; none has the new version");
        }
        return ExitCode.OK;
    }
}
