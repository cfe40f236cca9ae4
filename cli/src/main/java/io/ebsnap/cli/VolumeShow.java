package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Page;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeList;
import io.ebsnap.api.VolumeRequest.DescribeVolumes;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap volume show}. */
@Command(name = "show", header = "Show a volume.")
final class VolumeShow extends DaemonCommand {

    @Parameters(paramLabel = "VOL", description = "Id, name or device of the volume.")
    String volume = "";

    @Option(names = "--watch", description = "Follow a managed volume until it is hydrated, then show it.")
    boolean watch;

    VolumeShow(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        String named = VolumeRegister.absolute(volume);
        if (watch) {
            return new HydrationOutcome(session(), HydrationGoal.HYDRATED).await(daemon, named, VolumeViews::one);
        }
        VolumeList answer = describe(daemon, named);
        show(answer, VolumeViews.one(answer.volumes().getFirst()));
        return ExitCode.OK;
    }

    /** One volume as it is now. */
    static Volume find(ApiClient daemon, String volume) {
        return describe(daemon, volume).volumes().getFirst();
    }

    private static VolumeList describe(ApiClient daemon, String volume) {
        return daemon.call(new DescribeVolumes(List.of(volume), List.of(), Page.FIRST));
    }
}
