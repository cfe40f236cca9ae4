package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Volume;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap volume wait}. */
@Command(
        name = "wait",
        header = "Wait until a managed volume has come so far.",
        description = {
            "Shows the progress meanwhile. hydrated is when its target alone holds the whole content, boot-set when what users of earlier"
                    + " volumes of its snapshot read first is there, and the metadata of its file systems.",
            "The exit code is 5 when that is not there because of damage. A paused volume is waited for until it is resumed."
        })
final class VolumeWait extends DaemonCommand {

    @Parameters(paramLabel = "VOL", description = "Id or name of the volume, or its device.")
    String volume = "";

    @Option(
            names = "--until",
            paramLabel = "STATE",
            defaultValue = "hydrated",
            description = "What to wait for: ${COMPLETION-CANDIDATES}. Default: hydrated.")
    HydrationGoal until = HydrationGoal.HYDRATED;

    VolumeWait(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        return new HydrationOutcome(session(), until).await(daemon, VolumeRegister.absolute(volume), view());
    }

    private Function<Volume, Table> view() {
        return switch (until) {
            case BOOT_SET -> VolumeViews::bootSetThere;
            case HYDRATED -> VolumeViews::hydrated;
        };
    }
}
