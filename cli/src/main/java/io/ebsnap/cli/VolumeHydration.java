package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeRequest.ModifyVolumeHydration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap volume hydration}. */
@Command(
        name = "hydration",
        header = "Change how a volume is filled with its snapshot's content.",
        description = {
            "Without an option it shows how far that is. What is read from the volume arrives at once, whatever is set here."
        })
final class VolumeHydration extends DaemonCommand {

    @Parameters(paramLabel = "VOL", description = "Id or name of the volume, or its device.")
    String volume = "";

    @Option(
            names = "--rate",
            paramLabel = "MiB/s",
            description = "Fill it in the background at most so fast; 0 is as fast as it goes.")
    @Nullable
    Long rate;

    @ArgGroup(exclusive = true)
    @Nullable
    Switch state;

    VolumeHydration(Session session) {
        super(session);
    }

    /** One of two. */
    static final class Switch {
        @Option(names = "--pause", required = true, description = "Only what is read arrives from now on.")
        boolean pause;

        @Option(names = "--resume", required = true, description = "Go on filling it in the background.")
        boolean resume;
    }

    @Override
    int run(ApiClient daemon) {
        String named = VolumeRegister.absolute(volume);
        Volume shown = rate == null && state == null
                ? VolumeShow.find(daemon, named)
                : daemon.call(new ModifyVolumeHydration(named, rate, state == null ? null : state.pause));
        show(shown, VolumeViews.hydration(shown));
        return ExitCode.OK;
    }
}
