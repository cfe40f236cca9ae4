package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.DeletedSnapshot;
import io.ebsnap.api.DeregisteredImage;
import io.ebsnap.api.ImageRequest.DeregisterImage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap image deregister}. */
@Command(
        name = "deregister",
        header = "Give an image up.",
        description = {
            "Volumes that were launched from it stay.",
            "One that a retention rule keeps goes into the recycle bin (ebsnap recycle-bin), and its snapshots stay as long as it is there."
        })
final class ImageDeregister extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "IMAGE", description = "Id of the image.")
    String image = "";

    @Option(
            names = "--delete-snapshots",
            description = "Delete its snapshots too, but for those that other images use.")
    boolean deleteSnapshots;

    ImageDeregister(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        DeregisteredImage answer = daemon.call(new DeregisterImage(image, deleteSnapshots));
        Table table = Table.pairs().row(image, RecycleBinViews.outcome("deregistered", answer.recycleBinExitTime()));
        answer.deleteSnapshotResults().forEach(one -> table.row(one.snapshotId(), outcome(one)));
        show(answer, table);
        return ExitCode.OK;
    }

    private static String outcome(DeletedSnapshot one) {
        return one.message() == null ? one.returnCode() : one.returnCode() + ": " + one.message();
    }
}
