package io.ebsnap.aws.ec2;

import io.ebsnap.api.FastRestoreRequest.DescribeFastSnapshotRestores;
import io.ebsnap.api.FastRestoreRequest.DisableFastSnapshotRestores;
import io.ebsnap.api.FastRestoreRequest.EnableFastSnapshotRestores;
import io.ebsnap.api.FastSnapshotRestore;
import io.ebsnap.api.FastSnapshotRestoreChange;
import io.ebsnap.api.FastSnapshotRestoreFailure;
import io.ebsnap.api.Filter;
import io.ebsnap.aws.ec2.Reading.Kind;
import io.ebsnap.aws.ec2.ServedFilters.Named;
import io.ebsnap.aws.query.Parameters;
import io.ebsnap.aws.query.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Fast snapshot restore. */
final class FastRestoreActions implements Ec2Actions {

    private static final String DESCRIBE = "DescribeFastSnapshotRestores";
    private static final ServedFilters FILTERS =
            new ServedFilters(Map.of("availability-zone-id", new Named("availability-zone")));

    @Override
    public Map<String, Function<Parameters, Prepared>> byName() {
        return Map.of(
                "EnableFastSnapshotRestores",
                in -> new Prepared.Asked<>(
                        new EnableFastSnapshotRestores(snapshots(in), zones(in)), FastRestoreActions::change),
                "DisableFastSnapshotRestores",
                in -> new Prepared.Asked<>(
                        new DisableFastSnapshotRestores(snapshots(in), zones(in)), FastRestoreActions::change),
                DESCRIBE,
                FastRestoreActions::describe);
    }

    private static List<String> snapshots(Parameters in) {
        List<String> ids = Reading.ids(in, "SourceSnapshotId", Kind.SNAPSHOT);
        if (ids.isEmpty()) {
            throw Parameters.missing("SourceSnapshotId");
        }
        return ids;
    }

    /** Zones have their names for ids. */
    private static List<String> zones(Parameters in) {
        List<String> zones = new ArrayList<>(in.texts("AvailabilityZone"));
        zones.addAll(in.texts("AvailabilityZoneId"));
        if (zones.isEmpty()) {
            throw Parameters.missing("AvailabilityZone");
        }
        return zones;
    }

    private static Prepared describe(Parameters in) {
        List<Filter> wanted = FILTERS.of(in).orElseThrow();
        return new Prepared.Asked<>(
                new DescribeFastSnapshotRestores(wanted, Reading.page(in, DESCRIBE, 1, false)), (answer, out) -> {
                    out.list("fastSnapshotRestoreSet", answer.fastSnapshotRestores(), FastRestoreActions::restore);
                    out.add("nextToken", Reading.token(DESCRIBE, answer.nextToken()));
                });
    }

    private static void change(FastSnapshotRestoreChange change, Xml out) {
        out.list("successful", change.successful(), FastRestoreActions::restore);
        out.list("unsuccessful", change.unsuccessful(), FastRestoreActions::failure);
    }

    private static void restore(FastSnapshotRestore restore, Xml out) {
        out.add("snapshotId", restore.snapshotId())
                .add("availabilityZone", restore.availabilityZone())
                .add("availabilityZoneId", restore.availabilityZone())
                .add("state", restore.state())
                .add("stateTransitionReason", restore.stateTransitionReason())
                .add("ownerId", restore.ownerId())
                .add("enablingTime", restore.enablingTime())
                .add("optimizingTime", restore.optimizingTime())
                .add("enabledTime", restore.enabledTime())
                .add("disablingTime", restore.disablingTime())
                .add("disabledTime", restore.disabledTime());
    }

    private static void failure(FastSnapshotRestoreFailure failure, Xml out) {
        out.add("snapshotId", failure.snapshotId())
                .list(
                        "fastSnapshotRestoreStateErrorSet",
                        failure.fastSnapshotRestoreStateErrors(),
                        (each, item) -> item.add("availabilityZone", each.availabilityZone())
                                .open("error")
                                .add("code", each.error().code())
                                .add("message", each.error().message())
                                .close());
    }
}
