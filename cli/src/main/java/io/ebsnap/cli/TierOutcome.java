package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Filter;
import io.ebsnap.api.SnapshotTierStatus;
import io.ebsnap.api.SnapshotTierStatusList;
import java.util.List;

/** Prints what comes of a move of a snapshot, once that has ended if that is waited for. */
final class TierOutcome {

    private final Session session;
    private final ApiClient daemon;

    TierOutcome(Session session, ApiClient daemon) {
        this.session = session;
        this.daemon = daemon;
    }

    /**
     * Prints it.
     *
     * @return the exit code
     */
    int show(String snapshot, boolean wait) {
        List<SnapshotTierStatus> now = wait
                ? session.watch(daemon).tiers(snapshot)
                : SnapshotTiers.all(daemon, List.of(new Filter("snapshot-id", List.of(snapshot))));
        if (session.isJson()) {
            session.renderer().json(new SnapshotTierStatusList(now, null));
        } else {
            session.renderer().table(TierViews.list(now));
        }
        return now.stream()
                .filter(SnapshotTierStatus::isFailed)
                .findFirst()
                .map(this::failed)
                .orElse(ExitCode.OK);
    }

    private int failed(SnapshotTierStatus status) {
        session.renderer()
                .error(
                        status.snapshotId() + ": " + status.lastTieringOperationStatus() + ": "
                                + status.lastTieringOperationStatusDetail(),
                        "it is where it was, and can be read");
        return ExitCode.FAILED;
    }
}
