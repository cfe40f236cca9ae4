package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap volume wait}. */
@Command(
        name = "wait",
        header = "Wait until a managed volume has come so far.",
        description = {
            "Shows the progress meanwhile. hydrated is when its target alone holds the whole content.",
            "The exit code is 5 when all is there but for what is damaged. A paused volume is waited for until it is resumed."
        })
final class VolumeWait extends DaemonCommand {

    @Parameters(paramLabel = "VOL", description = "Id or name of the volume, or its device.")
    String volume = "";

    @Option(
            names = "--until",
            paramLabel = "STATE",
            defaultValue = "hydrated",
            description = "What to wait for: hydrated. Default: hydrated.")
    Until until = Until.HYDRATED;

    VolumeWait(Session session) {
        super(session);
    }

    /** What can be waited for. */
    enum Until {
        /** The target alone holds the whole content. */
        HYDRATED;

        /** As it is typed. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    int run(ApiClient daemon) {
        return switch (until) {
            case HYDRATED ->
                new HydrationOutcome(session()).await(daemon, VolumeRegister.absolute(volume), VolumeViews::hydrated);
        };
    }
}
