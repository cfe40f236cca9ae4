package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeList;
import io.ebsnap.api.VolumeRequest.DescribeVolumes;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ebsnap volume list}. */
@Command(name = "list", header = "List the volumes.")
final class VolumeListing extends DaemonCommand {

    @Mixin
    Options.Filters filters = new Options.Filters();

    VolumeListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        List<Volume> volumes = AllPages.of(
                page -> daemon.call(new DescribeVolumes(List.of(), filters.filters, page)),
                VolumeList::volumes,
                VolumeList::nextToken);
        show(new VolumeList(volumes, null), VolumeViews.list(volumes));
        return ExitCode.OK;
    }
}
