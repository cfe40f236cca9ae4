package io.ebsnap.volume;

import io.ebsnap.bin.Binnable;
import io.ebsnap.bin.BinnedItem;
import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.ManagedVolumeState;
import io.ebsnap.catalog.RecycleBinStay;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Managed volumes in the recycle bin: nobody uses them, and their targets stay. Registered volumes are only forgotten. */
final class BinnedVolumes implements Binnable {

    private final Catalog catalog;
    private final CrashPoints crashPoints;
    private final ManagedVolumeRecords records;
    private final VolumeMaking making;
    private final OpenVolumes open;
    private final VolumesInZones inZones;
    private final String ownAccount;

    /** @param ownAccount 12 digits: whose volumes are that name no account */
    BinnedVolumes(VolumeParts parts, VolumeMaking making, OpenVolumes open, VolumesInZones inZones, String ownAccount) {
        this.catalog = parts.catalog();
        this.crashPoints = parts.crashPoints();
        this.records = new ManagedVolumeRecords(parts.catalog());
        this.making = making;
        this.open = open;
        this.inZones = inZones;
        this.ownAccount = ownAccount;
    }

    @Override
    public BinResourceType type() {
        return BinResourceType.EBS_VOLUME;
    }

    @Override
    public List<BinnedItem> inBin() {
        return records.all().stream()
                .flatMap(record -> Stream.ofNullable(record.recycleBin()).map(stay -> item(record, stay)))
                .toList();
    }

    /** A name that another one has got meanwhile is in the way. */
    @Override
    public void restore(String id) {
        synchronized (open) {
            ManagedVolumeRecord record = records.binned(id);
            if (!record.name().isEmpty() && making.isTaken(record.name(), record.ownerId())) {
                throw new Failure.Conflict(
                        "the name '" + record.name() + "' of " + id + " belongs to another volume now");
            }
            inZones.goOn(update(record, old -> old.recycled(null)));
        }
    }

    @Override
    public void tag(String id, List<Tag> tags) {
        ManagedVolumeRecord unused = update(records.binned(id), old -> old.tagged(TagRules.merge(old.tags(), tags)));
        assert unused != null;
    }

    @Override
    public void purge(String id) {
        synchronized (open) {
            ManagedVolumeRecord condemned =
                    update(records.binned(id), old -> old.recycled(null).in(ManagedVolumeState.DELETING));
            crashPoints.reached("volume.after-purging");
            inZones.removeIfThere(condemned);
        }
    }

    private ManagedVolumeRecord update(ManagedVolumeRecord record, UnaryOperator<ManagedVolumeRecord> change) {
        return catalog.update(CatalogKind.MANAGED_VOLUME, record.volumeId(), change);
    }

    private BinnedItem item(ManagedVolumeRecord record, RecycleBinStay stay) {
        return new BinnedItem(
                record.volumeId(),
                Objects.requireNonNullElse(record.ownerId(), ownAccount),
                record.name(),
                "",
                stay,
                record.tags(),
                record.sizeBytes(),
                record.volumeId(),
                record.performance());
    }
}
