package io.ebsnap.snapshot;

import io.ebsnap.bin.Binnable;
import io.ebsnap.bin.BinnedItem;
import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.RecycleBinStay;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.failure.Failure;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Snapshots in the recycle bin: records that nobody sees elsewhere. Their content stays, and they come back with the sharing that they had. */
public final class BinnedSnapshots implements Binnable {

    private final Catalog catalog;
    private final SnapshotRecords records;

    /** @param clock the time of day */
    public BinnedSnapshots(Catalog catalog, InstantSource clock) {
        this.catalog = catalog;
        this.records = new SnapshotRecords(catalog, clock);
    }

    @Override
    public BinResourceType type() {
        return BinResourceType.EBS_SNAPSHOT;
    }

    @Override
    public List<BinnedItem> inBin() {
        try (Stream<SnapshotRecord> all = catalog.list(CatalogKind.SNAPSHOT)) {
            return all.flatMap(record -> Stream.ofNullable(record.recycleBin()).map(stay -> item(record, stay)))
                    .toList();
        }
    }

    @Override
    public void restore(String id) {
        change(id, record -> record.recycled(null));
    }

    @Override
    public void tag(String id, List<Tag> tags) {
        change(id, record -> record.labelled(record.description(), TagRules.merge(record.tags(), tags)));
    }

    @Override
    public void purge(String id) {
        requireBinned(records.find(id).orElseThrow(() -> none(id)));
        if (!records.delete(id)) {
            throw none(id);
        }
    }

    private void change(String id, UnaryOperator<SnapshotRecord> change) {
        SnapshotRecord unused = catalog.update(CatalogKind.SNAPSHOT, id, record -> change.apply(requireBinned(record)));
    }

    private static SnapshotRecord requireBinned(SnapshotRecord record) {
        if (record.recycleBin() == null) {
            throw none(record.snapshotId());
        }
        return record;
    }

    private static BinnedItem item(SnapshotRecord record, RecycleBinStay stay) {
        return new BinnedItem(
                record.snapshotId(),
                record.ownerId(),
                record.description(),
                stay,
                record.tags(),
                record.origin().sizeBytes(),
                record.volumeId());
    }

    private static Failure.NotFound none(String id) {
        return new Failure.NotFound("there is no " + id + " in the recycle bin");
    }
}
