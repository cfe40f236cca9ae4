package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ApiError;
import io.ebsnap.api.FastSnapshotRestore;
import io.ebsnap.api.FastSnapshotRestoreChange;
import io.ebsnap.api.FastSnapshotRestoreFailure;
import io.ebsnap.api.FastSnapshotRestoreStateError;
import java.util.List;

/** Prints what came of enabling or disabling fast restore, once that has come to its end if that is waited for. */
final class FastRestoreOutcome {

    private final Session session;
    private final String goal;
    private final boolean wait;

    /**
     * @param goal the state that is wanted
     * @param wait whether to wait for it
     */
    FastRestoreOutcome(Session session, String goal, boolean wait) {
        this.session = session;
        this.goal = goal;
        this.wait = wait;
    }

    /**
     * Prints it; errors last.
     *
     * @return the exit code: of the first that could not be ordered, or of one that did not come to what was wanted
     */
    int show(ApiClient daemon, FastSnapshotRestoreChange ordered) {
        List<FastSnapshotRestore> now = wait && !ordered.successful().isEmpty()
                ? session.watch(daemon).fastRestores(ordered.successful())
                : ordered.successful();
        if (session.isJson()) {
            session.renderer().json(new FastSnapshotRestoreChange(now, ordered.unsuccessful()));
        } else if (!now.isEmpty()) {
            session.renderer().table(FastRestoreViews.list(now));
        }
        int refused = refusals(ordered.unsuccessful());
        return refused == ExitCode.OK && wait ? missed(now) : refused;
    }

    private int refusals(List<FastSnapshotRestoreFailure> failures) {
        int exitCode = ExitCode.OK;
        for (FastSnapshotRestoreFailure failure : failures) {
            for (FastSnapshotRestoreStateError zone : failure.fastSnapshotRestoreStateErrors()) {
                ApiError error = zone.error();
                session.renderer().error(error.message(), error.hint());
                exitCode = exitCode == ExitCode.OK ? ExitCode.of(error.kind()) : exitCode;
            }
        }
        return exitCode;
    }

    private int missed(List<FastSnapshotRestore> restores) {
        int exitCode = ExitCode.OK;
        for (FastSnapshotRestore restore : restores) {
            if (!restore.state().equals(goal)) {
                String why = restore.message() == null ? "" : ": " + restore.message();
                session.renderer()
                        .error(
                                "fast restore of " + restore.snapshotId() + " is " + restore.state() + why,
                                "ebsnap snapshot verify says what is damaged, if anything is");
                exitCode = ExitCode.FAILED;
            }
        }
        return exitCode;
    }
}
