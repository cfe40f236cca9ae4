package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.LockRequest.LockSnapshot;
import io.ebsnap.api.SnapshotLock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot lock}. */
@Command(
        name = "lock",
        header = "Keep a snapshot from being deleted.",
        description = {
            "A lock in governance mode can be changed and taken off again. One in compliance mode can only be made longer, by nobody else either, once its cool-off"
                    + " period is over.",
            "Locking anew changes the lock."
        })
final class SnapshotLocking extends DaemonCommand {

    private static final String COMPLIANCE = "compliance";

    @Parameters(paramLabel = "SNAP", description = "Id of the snapshot.")
    String snapshot = "";

    @Option(names = "--mode", paramLabel = "governance|compliance", required = true, description = "How firmly.")
    String mode = "";

    @ArgGroup(exclusive = true, multiplicity = "1")
    End end = new End();

    @Option(
            names = "--cool-off",
            paramLabel = "HOURS",
            description = "How long a compliance lock can still be taken off, 1 to 72. Without it, not at all.")
    @Nullable
    Integer coolOff;

    @Mixin
    Confirmation confirmation = new Confirmation();

    /** When it ends. */
    static final class End {
        @Option(
                names = "--days",
                paramLabel = "N",
                required = true,
                description = "How long, 1 to 36500 days from now on; of a pending snapshot from its completion on.")
        @Nullable
        Integer days;

        @Option(
                names = "--until",
                paramLabel = "TIME",
                required = true,
                converter = Options.TimeConverter.class,
                description = "Until when: 2030-12-31, or 2030-12-31T18:00:00Z.")
        @Nullable
        Instant until;
    }

    SnapshotLocking(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        if (mode.equals(COMPLIANCE)) {
            confirmation.require(
                    session(),
                    coolOff == null
                            ? "Nobody can take this lock off or shorten it. Lock the snapshot?"
                            : "In " + coolOff
                                    + " hours nobody can take this lock off or shorten it any more. Lock the snapshot?");
        }
        SnapshotLock lock = daemon.call(new LockSnapshot(snapshot, mode, end.days, end.until, coolOff));
        show(lock, LockViews.one(lock));
        return ExitCode.OK;
    }
}
