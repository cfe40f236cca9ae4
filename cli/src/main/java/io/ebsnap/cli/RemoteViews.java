package io.ebsnap.cli;

import io.ebsnap.api.Remote;
import io.ebsnap.api.RemoteSnapshot;
import io.ebsnap.api.RemoteStatus;
import io.ebsnap.api.SnapshotPullPlan;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Other daemons, and copies from them, as people see them. */
final class RemoteViews {

    private static final double MILLIS = 1000;

    private RemoteViews() {}

    static Table list(List<Remote> remotes) {
        Table table = Table.of("REMOTE", "ADDRESS", "MAY", "ACCOUNT", "FINGERPRINT");
        for (Remote remote : remotes) {
            table.row(
                    remote.remoteName(),
                    orDash(remote.address()),
                    rights(remote.mayRead(), remote.mayWrite()),
                    orDash(remote.accountId()),
                    remote.fingerprint());
        }
        return table;
    }

    static Table status(String name, RemoteStatus status) {
        return Table.pairs()
                .row("remote", name)
                .row("software", status.software())
                .row("store", status.storeId())
                .row("protocol", String.valueOf(status.protocolVersion()))
                .row("lets this daemon", rights(status.mayRead(), status.mayWrite()))
                .row("clock", ahead(status.clockAheadMillis() / MILLIS))
                .row("answers after", Human.duration(status.roundTripMillis() / MILLIS));
    }

    static Table snapshots(List<RemoteSnapshot> snapshots) {
        Table table = Table.of("SNAPSHOT", "VOLUME", "TAKEN", ">SIZE", ">CONTENT", "DESCRIPTION");
        for (RemoteSnapshot snapshot : snapshots) {
            table.row(
                    snapshot.snapshotId(),
                    snapshot.volumeId(),
                    Human.time(snapshot.startTime()),
                    Human.size(snapshot.sizeBytes()),
                    Human.size(snapshot.fullSnapshotSizeInBytes()),
                    snapshot.description());
        }
        return table;
    }

    /** What a copy will take. */
    static Table plan(SnapshotPullPlan plan) {
        Long seconds = plan.secondsEstimated();
        Long rate = plan.bytesPerSecond();
        return Table.pairs()
                .row("snapshot", plan.sourceSnapshotId())
                .row("key", plan.kmsKeyId())
                .row("builds on", orDash(plan.baseSnapshotId()))
                .row("moves at most", Human.size(plan.bytesToMove()))
                .row("rate", rate == null ? "not known yet" : Human.rate(rate))
                .row("takes about", seconds == null ? "not known yet" : Human.duration(seconds));
    }

    /** The same in one line. */
    static String sentence(SnapshotPullPlan plan) {
        String base = plan.incremental() ? ", the rest is that of " + plan.baseSnapshotId() : "";
        Long seconds = plan.secondsEstimated();
        String time = seconds == null ? "" : ", about " + Human.duration(seconds);
        return plan.sourceSnapshotId() + ": at most " + Human.size(plan.bytesToMove()) + " to be moved" + base + time;
    }

    private static String rights(boolean read, boolean write) {
        if (read && write) {
            return "read, write";
        }
        return read ? "read" : write ? "write" : "nothing";
    }

    private static String ahead(double seconds) {
        return String.format(Locale.ROOT, "%.1f s %s", Math.abs(seconds), seconds < 0 ? "behind" : "ahead");
    }

    private static String orDash(@Nullable String text) {
        return text == null ? "-" : text;
    }
}
