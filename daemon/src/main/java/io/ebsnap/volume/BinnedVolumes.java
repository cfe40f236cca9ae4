package io.ebsnap.volume;

import io.ebsnap.bin.Binnable;
import io.ebsnap.bin.BinnedItem;
import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.RecycleBinStay;
import io.ebsnap.catalog.Tag;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Managed volumes in the recycle bin: nobody uses them, and their targets stay. Registered volumes are only forgotten. */
public final class BinnedVolumes implements Binnable {

    private final CatalogManagedVolumes volumes;
    private final String ownAccount;

    /** @param ownAccount 12 digits: whose volumes are that name no account */
    public BinnedVolumes(CatalogManagedVolumes volumes, String ownAccount) {
        this.volumes = volumes;
        this.ownAccount = ownAccount;
    }

    @Override
    public BinResourceType type() {
        return BinResourceType.EBS_VOLUME;
    }

    @Override
    public List<BinnedItem> inBin() {
        return volumes.inBin().stream()
                .flatMap(record -> Stream.ofNullable(record.recycleBin()).map(stay -> item(record, stay)))
                .toList();
    }

    @Override
    public void restore(String id) {
        volumes.restoreFromBin(id);
    }

    @Override
    public void tag(String id, List<Tag> tags) {
        volumes.tagInBin(id, tags);
    }

    @Override
    public void purge(String id) {
        volumes.purgeFromBin(id);
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
                record.volumeId());
    }
}
