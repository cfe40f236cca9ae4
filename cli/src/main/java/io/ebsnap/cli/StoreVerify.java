package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.StoreRequest.VerifyStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ebsnap store verify}. */
@Command(
        name = "verify",
        header = "Check everything that is stored.",
        description =
                "Reads packs, block maps and records, and lists what is damaged. The exit code is 5 when something is.")
final class StoreVerify extends DaemonCommand {

    @Option(
            names = "--sample",
            paramLabel = "N/T",
            description = "Check only the N-th of T equal parts, for example 3/30 on the third day of a month.")
    @Nullable
    String sample;

    @Option(names = "--repair", description = "Replace what is bad in one zone from another one that has it whole.")
    boolean repair;

    @Mixin
    Options.Waiting waiting = new Options.Waiting();

    StoreVerify(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        return new TaskStarter(session(), daemon).start(new VerifyStore(sample, repair), waiting);
    }
}
