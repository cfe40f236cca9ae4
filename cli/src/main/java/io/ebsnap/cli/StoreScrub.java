package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ScrubStatus;
import io.ebsnap.api.StoreRequest.GetScrubStatus;
import picocli.CommandLine.Command;

/** {@code ebsnap store scrub}. */
@Command(
        name = "scrub",
        header = "Show how much of the store was verified of late.",
        description =
                "The daemon reads and proves the whole store again and again, part by part: see [scrub] in ebsnapd.conf(5).")
final class StoreScrub extends DaemonCommand {

    StoreScrub(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        ScrubStatus status = daemon.call(new GetScrubStatus());
        show(status, StoreViews.scrub(status));
        return ExitCode.OK;
    }
}
