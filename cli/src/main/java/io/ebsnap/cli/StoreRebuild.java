package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.StoreRequest.RebuildIndex;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ebsnap store rebuild-index}. */
@Command(
        name = "rebuild-index",
        header = "Make the index anew from the store.",
        description = "The index is only a cache: packs and records hold everything that it needs.")
final class StoreRebuild extends DaemonCommand {

    @Mixin
    Options.Waiting waiting = new Options.Waiting();

    StoreRebuild(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        return new TaskStarter(session(), daemon).start(new RebuildIndex(), waiting);
    }
}
