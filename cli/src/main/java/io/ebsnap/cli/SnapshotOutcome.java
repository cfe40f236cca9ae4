package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotList;
import java.util.List;

/** Prints what became of snapshots that were waited for. */
final class SnapshotOutcome {

    private final Session session;

    SnapshotOutcome(Session session) {
        this.session = session;
    }

    /**
     * Waits for snapshots that were begun, unless nobody wants to, and prints them.
     *
     * @return the exit code
     */
    int of(ApiClient daemon, List<Snapshot> begun, Options.Waiting waiting) {
        List<String> ids = begun.stream().map(Snapshot::snapshotId).toList();
        return show(waiting.noWait ? begun : session.watch(daemon).snapshots(ids));
    }

    /**
     * Prints them; errors last.
     *
     * @return the exit code
     */
    int show(List<Snapshot> snapshots) {
        if (session.isJson()) {
            session.renderer().json(shape(snapshots));
        } else {
            snapshots.forEach(snapshot -> session.renderer().line(SnapshotViews.outcome(snapshot)));
        }
        List<Snapshot> failed =
                snapshots.stream().filter(s -> s.state().equals("error")).toList();
        failed.forEach(snapshot -> session.renderer()
                .error(
                        snapshot.snapshotId() + " failed: " + snapshot.stateMessage(),
                        "nothing can be restored from it; delete it with: ebsnap snapshot delete "
                                + snapshot.snapshotId()));
        return failed.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    /** As EC2 does: CreateSnapshot answers with the snapshot itself, everything else with a list. */
    private static Record shape(List<Snapshot> snapshots) {
        return snapshots.size() == 1 ? snapshots.getFirst() : new SnapshotList(snapshots, null);
    }
}
