package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Export;
import io.ebsnap.api.ExportList;
import io.ebsnap.api.ExportRequest.DescribeExports;
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
        List<Export> exports =
                AllPages.of(page -> daemon.call(new DescribeExports(page)), ExportList::exports, ExportList::nextToken);
        show(new ExportList(exports, null), ExportViews.list(exports));
        return ExitCode.OK;
    }
}
