package io.ebsnap.aws.ec2;

import io.ebsnap.api.SnapshotTierStatus;
import io.ebsnap.api.TieringRequest.DescribeSnapshotTierStatus;
import io.ebsnap.api.TieringRequest.ModifySnapshotTier;
import io.ebsnap.api.TieringRequest.RestoreSnapshotTier;
import io.ebsnap.aws.ec2.Reading.Kind;
import io.ebsnap.aws.query.Parameters;
import io.ebsnap.aws.query.Xml;
import java.util.Map;
import java.util.function.Function;

/** Snapshots into the archive and back. */
final class SnapshotTierActions implements Ec2Actions {

    private static final String DESCRIBE = "DescribeSnapshotTierStatus";
    private static final int DAYS_MAX = 180;

    @Override
    public Map<String, Function<Parameters, Prepared>> byName() {
        return Map.of(
                "ModifySnapshotTier",
                SnapshotTierActions::archive,
                "RestoreSnapshotTier",
                SnapshotTierActions::restore,
                DESCRIBE,
                SnapshotTierActions::describe);
    }

    private static Prepared archive(Parameters in) {
        return new Prepared.Asked<>(
                new ModifySnapshotTier(Reading.id(in, "SnapshotId", Kind.SNAPSHOT), in.text("StorageTier")),
                (answer, out) ->
                        out.add("snapshotId", answer.snapshotId()).add("tieringStartTime", answer.tieringStartTime()));
    }

    /** For good whenever it was archived, as in EC2. */
    private static Prepared restore(Parameters in) {
        RestoreSnapshotTier request = new RestoreSnapshotTier(
                Reading.id(in, "SnapshotId", Kind.SNAPSHOT),
                in.number("TemporaryRestoreDays", 1, DAYS_MAX),
                in.isTrue("PermanentRestore"),
                true);
        return new Prepared.Asked<>(
                request,
                (answer, out) -> out.add("snapshotId", answer.snapshotId())
                        .add("restoreStartTime", answer.restoreStartTime())
                        .add("restoreDuration", answer.restoreDuration())
                        .add("isPermanentRestore", answer.isPermanentRestore()));
    }

    private static Prepared describe(Parameters in) {
        return new Prepared.Asked<>(
                new DescribeSnapshotTierStatus(Reading.filters(in), Reading.page(in, DESCRIBE, 5, false)),
                (answer, out) -> {
                    out.list("snapshotTierStatusSet", answer.snapshotTierStatuses(), SnapshotTierActions::write);
                    out.add("nextToken", Reading.token(DESCRIBE, answer.nextToken()));
                });
    }

    private static void write(SnapshotTierStatus status, Xml out) {
        out.add("snapshotId", status.snapshotId())
                .add("volumeId", status.volumeId())
                .add("status", status.status())
                .add("ownerId", status.ownerId());
        Writing.tags(status.tags(), out);
        out.add("storageTier", status.storageTier())
                .add("lastTieringStartTime", status.lastTieringStartTime())
                .add("lastTieringProgress", status.lastTieringProgress())
                .add("lastTieringOperationStatus", status.lastTieringOperationStatus())
                .add("lastTieringOperationStatusDetail", status.lastTieringOperationStatusDetail())
                .add("archivalCompleteTime", status.archivalCompleteTime())
                .add("restoreExpiryTime", status.restoreExpiryTime());
    }
}
