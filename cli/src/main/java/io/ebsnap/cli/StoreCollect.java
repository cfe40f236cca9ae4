package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.StoreRequest.CollectGarbage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ebsnap store gc}. */
@Command(
        name = "gc",
        header = "Give back the space of what no snapshot needs.",
        description = "Snapshots can be taken and restored meanwhile.")
final class StoreCollect extends DaemonCommand {

    @Mixin
    Options.Waiting waiting = new Options.Waiting();

    StoreCollect(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        return new TaskStarter(session(), daemon).start(new CollectGarbage(), waiting);
    }
}
