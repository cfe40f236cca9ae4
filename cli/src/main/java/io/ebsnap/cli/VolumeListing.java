package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Page;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeList;
import io.ebsnap.api.VolumeRequest.DescribeVolumes;
import java.util.ArrayList;
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
        List<Volume> volumes = new ArrayList<>();
        Page page = Page.FIRST;
        while (page != null) {
            VolumeList part = daemon.call(new DescribeVolumes(List.of(), filters.filters, page));
            volumes.addAll(part.volumes());
            page = part.nextToken() == null ? null : page.after(part.nextToken());
        }
        show(new VolumeList(volumes, null), VolumeViews.list(volumes));
        return ExitCode.OK;
    }
}
