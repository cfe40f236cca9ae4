package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Export;
import io.ebsnap.api.ExportList;
import io.ebsnap.api.ExportRequest.DescribeExports;
import io.ebsnap.api.Page;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code ebsnap nbd list}. */
@Command(name = "list", header = "List what is served by NBD, to whom, and under which URIs.")
final class NbdListing extends DaemonCommand {

    NbdListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        List<Export> exports = new ArrayList<>();
        Page page = Page.FIRST;
        while (page != null) {
            ExportList part = daemon.call(new DescribeExports(page));
            exports.addAll(part.exports());
            page = part.nextToken() == null ? null : page.after(part.nextToken());
        }
        show(new ExportList(exports, null), ExportViews.list(exports));
        return ExitCode.OK;
    }
}
