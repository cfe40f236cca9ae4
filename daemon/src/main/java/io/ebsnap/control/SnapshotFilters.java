package io.ebsnap.control;

import io.ebsnap.api.Filter;
import io.ebsnap.catalog.SnapshotGroup;
import io.ebsnap.catalog.SnapshotRecord;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** EC2's filters of snapshots, applied to records: only what is shown is brought into its shape. */
final class SnapshotFilters {

    private final Map<String, Function<SnapshotRecord, String>> fields;

    /**
     * Filters for who asks.
     *
     * @param progress of a snapshot, as it is shown
     * @param arnOfKey of a KMS key, as it is shown
     */
    SnapshotFilters(Function<SnapshotRecord, String> progress, UnaryOperator<String> arnOfKey) {
        this.fields = Map.ofEntries(
                Map.entry("description", SnapshotRecord::description),
                Map.entry("encrypted", record -> Boolean.toString(true)),
                Map.entry("owner-id", SnapshotRecord::ownerId),
                Map.entry("progress", progress),
                Map.entry("snapshot-id", SnapshotRecord::snapshotId),
                Map.entry("start-time", record -> record.startTime().toString()),
                Map.entry("status", record -> SnapshotShapes.state(record.state())),
                Map.entry("storage-tier", SnapshotRecord::storageTier),
                Map.entry("volume-id", SnapshotRecord::volumeId),
                Map.entry(
                        "volume-size",
                        record -> Long.toString(Shapes.gibibytes(record.origin().sizeBytes()))),
                Map.entry("consistency", record -> record.origin().consistency()),
                Map.entry("device", record -> record.origin().device()),
                Map.entry("snapshot-group-id", SnapshotFilters::group),
                Map.entry("kms-key-id", record -> arnOfKey.apply(record.kmsKeyId())));
    }

    private static String group(SnapshotRecord record) {
        SnapshotGroup group = record.origin().group();
        return group == null ? "" : group.snapshotGroupId();
    }

    /** Those that match every filter. */
    List<SnapshotRecord> apply(List<SnapshotRecord> records, List<Filter> filters) {
        return Filters.apply(records, filters, fields, record -> Shapes.tags(record.tags()));
    }
}
