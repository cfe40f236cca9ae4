package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.RecycleBinRequest.DescribeRetention;
import io.ebsnap.api.Retention;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap recycle-bin rule preview}. */
@Command(
        name = "preview",
        header = "Show which rule would keep something.",
        description = "If it were deleted now. Nothing is changed.")
final class RulePreview extends DaemonCommand {

    @Parameters(paramLabel = "ID", description = "Id of the snapshot, managed volume or image.")
    String id = "";

    RulePreview(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        Retention retention = daemon.call(new DescribeRetention(id));
        show(retention, RecycleBinViews.preview(retention));
        return ExitCode.OK;
    }
}
