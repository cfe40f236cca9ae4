package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.TieringRequest.RestoreSnapshotTier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot unarchive}. */
@Command(
        name = "unarchive",
        header = "Bring a snapshot back from the archive.",
        description = "An archived snapshot can be read where it is; brought back, it is read as fast as any other.")
final class SnapshotUnarchive extends DaemonCommand {

    @Parameters(paramLabel = "SNAP", description = "Id of the snapshot.")
    String snapshot = "";

    @ArgGroup(exclusive = true, multiplicity = "1")
    HowLong howLong = new HowLong();

    @Option(
            names = "--before-minimum",
            description = "For good even if it has not been in the archive for as long as it should.")
    boolean beforeMinimum;

    @Option(names = "--wait", description = "Wait until it is back; its progress is shown.")
    boolean wait;

    /** For how long. */
    static final class HowLong {
        @Option(
                names = "--days",
                required = true,
                paramLabel = "N",
                description = {
                    "For so many days, 1 to 180, and stay in the archive too; then it is there alone again.",
                    "Of one that is back already, the time is changed: it counts from now."
                })
        @Nullable
        Integer days;

        @Option(names = "--permanent", required = true, description = "For good.")
        boolean permanent;
    }

    SnapshotUnarchive(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        var unused = daemon.call(new RestoreSnapshotTier(snapshot, howLong.days, howLong.permanent, beforeMinimum));
        return new TierOutcome(session(), daemon).show(snapshot, wait);
    }
}
