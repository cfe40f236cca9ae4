package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ApiException;
import io.ebsnap.api.Deleted;
import io.ebsnap.api.VolumeRequest.DeleteVolume;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap volume delete}. */
@Command(
        name = "delete",
        header = "Delete managed volumes, with what is in them.",
        description = {
            "One that is attached or exported is refused. The file that was made for it goes with it;",
            "a device or file that was named with --target stays as it is, and is incomplete unless the volume was hydrated.",
            "One that a retention rule keeps goes into the recycle bin (ebsnap recycle-bin), with its file."
        })
final class VolumeDelete extends DaemonCommand {

    @Parameters(paramLabel = "VOL", arity = "1..*", description = "Ids or names of the volumes.")
    List<String> volumes = new ArrayList<>();

    VolumeDelete(Session session) {
        super(session);
    }

    /** Goes on after one that cannot be deleted; the first error is the exit code. */
    @Override
    int run(ApiClient daemon) {
        int exitCode = ExitCode.OK;
        for (String volume : volumes) {
            try {
                Deleted deleted = daemon.call(new DeleteVolume(volume));
                show(deleted, Table.pairs().row(volume, RecycleBinViews.outcome(deleted)));
            } catch (ApiException e) {
                renderer().error(e.error().message(), e.error().hint());
                exitCode = exitCode == ExitCode.OK ? ExitCode.of(e.error().kind()) : exitCode;
            }
        }
        return exitCode;
    }
}
