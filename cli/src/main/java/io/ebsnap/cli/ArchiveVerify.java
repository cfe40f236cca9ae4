package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.TieringRequest.VerifyArchive;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ebsnap archive verify}. */
@Command(
        name = "verify",
        header = "Check everything that is in the archive.",
        description =
                "Reads its packs and the block maps of archived snapshots, and lists what is damaged. The exit code is 5 when something is.")
final class ArchiveVerify extends DaemonCommand {

    @Option(
            names = "--sample",
            paramLabel = "N/T",
            description = "Check only the N-th of T equal parts, for example 3/30 on the third day of a month.")
    @Nullable
    String sample;

    @Mixin
    Options.Waiting waiting = new Options.Waiting();

    ArchiveVerify(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        return new TaskStarter(session(), daemon).start(new VerifyArchive(sample), waiting);
    }
}
