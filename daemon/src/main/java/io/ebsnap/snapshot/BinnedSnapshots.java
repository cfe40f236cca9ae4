package io.ebsnap.snapshot;

import io.ebsnap.bin.Binnable;
import io.ebsnap.bin.BinnedItem;
import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.RecycleBinStay;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.failure.Failure;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Snapshots in the recycle bin: records that nobody sees elsewhere. Their content stays, and they come back with the sharing that they had. */
public final class BinnedSnapshots implements Binnable {

    private static final Logger LOG = LoggerFactory.getLogger(BinnedSnapshots.class);

    private final Catalog catalog;
    private final List<DeletionObjection> objections;
    private final SnapshotRecords records;

    /**
     * Those of a catalog.
     *
     * @param clock the time of day
     * @param objections who is asked before one is gone for good
     */
    public BinnedSnapshots(Catalog catalog, InstantSource clock, List<DeletionObjection> objections) {
        this.catalog = catalog;
        this.objections = List.copyOf(objections);
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
        SnapshotRecord record = requireBinned(records.find(id).orElseThrow(() -> none(id)));
        objections.stream()
                .flatMap(objection -> objection.to(record).stream())
                .findFirst()
                .ifPresent(reason -> {
                    throw new Failure.Conflict(id + " stays in the recycle bin: " + reason);
                });
        if (!records.delete(id)) {
            throw none(id);
        }
    }

    /** Whether one is in the bin. */
    public boolean holds(String id) {
        return records.find(id).filter(record -> record.recycleBin() != null).isPresent();
    }

    /**
     * Puts a completed one into the bin, whoever uses it: what is to be restored with it must be there as long as it is.
     *
     * @throws Failure.NotFound if there is none of that id, or it is in the bin
     * @throws Failure.Conflict if it is locked
     */
    public void put(String id, RecycleBinStay stay) {
        SnapshotRecord unused = catalog.update(CatalogKind.SNAPSHOT, id, record -> {
            if (!record.visible() || record.state() != SnapshotState.COMPLETED) {
                throw new Failure.NotFound("there is no completed " + id);
            }
            return record.recycled(stay);
        });
        LOG.info("snapshot={} deleted, in the recycle bin until {}", id, stay.exitTime());
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
                "",
                record.description(),
                stay,
                record.tags(),
                record.origin().sizeBytes(),
                record.volumeId(),
                null);
    }

    private static Failure.NotFound none(String id) {
        return new Failure.NotFound("there is no " + id + " in the recycle bin");
    }
}
