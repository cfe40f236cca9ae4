package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ImageLaunch;
import io.ebsnap.api.ImageRequest.TerminateImageLaunch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ebsnap image terminate}. */
@Command(
        name = "terminate",
        header = "Give the volumes of a launch up.",
        description = "All are detached; those that are deleted on termination are deleted, and the others stay.")
final class ImageTerminate extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "LAUNCH", description = "Id of the launch.")
    String launch = "";

    @Mixin
    Confirmation confirmation = new Confirmation();

    ImageTerminate(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        confirmation.require(session(), "The volumes of " + launch + " that are deleted with it are lost.");
        ImageLaunch ended = daemon.call(new TerminateImageLaunch(launch));
        show(ended, Table.pairs().row(launch, "terminated"));
        return ExitCode.OK;
    }
}
