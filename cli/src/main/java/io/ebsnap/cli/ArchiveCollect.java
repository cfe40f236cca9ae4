package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.TieringRequest.CollectArchive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ebsnap archive gc}. */
@Command(
        name = "gc",
        header = "Move in what only archived snapshots need by now, and give back what none of them needs.",
        description = "What moves in leaves the store with the next garbage collection there (ebsnap store gc).")
final class ArchiveCollect extends DaemonCommand {

    @Mixin
    Options.Waiting waiting = new Options.Waiting();

    ArchiveCollect(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        return new TaskStarter(session(), daemon).start(new CollectArchive(), waiting);
    }
}
