package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Page;
import io.ebsnap.api.VolumeList;
import io.ebsnap.api.VolumeRequest.DescribeVolumes;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap volume show}. */
@Command(name = "show", header = "Show a volume.")
final class VolumeShow extends DaemonCommand {

    @Parameters(paramLabel = "VOL", description = "Id, name or device of the volume.")
    String volume = "";

    VolumeShow(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        VolumeList answer =
                daemon.call(new DescribeVolumes(List.of(VolumeRegister.absolute(volume)), List.of(), Page.FIRST));
        show(answer, VolumeViews.one(answer.volumes().getFirst()));
        return ExitCode.OK;
    }
}
