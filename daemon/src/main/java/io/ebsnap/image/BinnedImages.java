package io.ebsnap.image;

import io.ebsnap.bin.Binnable;
import io.ebsnap.bin.BinnedItem;
import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.ImageDevice;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.RecycleBinStay;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.failure.Failure;
import io.ebsnap.snapshot.BinnedSnapshots;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Images in the recycle bin: records that nobody sees elsewhere. Their snapshots stay as long as they do, and come back with them. */
public final class BinnedImages implements Binnable {

    private final ImageRecords records;
    private final BinnedSnapshots snapshots;

    /**
     * Those of all.
     *
     * @param records of images
     * @param snapshots that are in the bin
     */
    public BinnedImages(ImageRecords records, BinnedSnapshots snapshots) {
        this.records = records;
        this.snapshots = snapshots;
    }

    @Override
    public BinResourceType type() {
        return BinResourceType.EC2_IMAGE;
    }

    @Override
    public List<BinnedItem> inBin() {
        return records.binned().stream()
                .flatMap(image -> Stream.ofNullable(image.recycleBin()).map(stay -> item(image, stay)))
                .sorted(Comparator.comparing(BinnedItem::id))
                .toList();
    }

    /** First the snapshots, then the record: an image that is seen can be launched. Cut off in between, it is restored by another call. */
    @Override
    public void restore(String id) {
        ImageRecord image = records.requireBinned(id);
        records.requireFree(image);
        if (!records.isWhole(image)) {
            throw new Failure.Unavailable(id + " cannot be restored: a snapshot of it is gone", null);
        }
        image.snapshotIds().distinct().filter(snapshots::holds).forEach(snapshot -> {
            snapshots.restore(snapshot);
            records.reached("image.after-one-restored");
        });
        records.unrecycle(id);
    }

    @Override
    public void tag(String id, List<Tag> tags) {
        records.changeBinned(id, image -> image.tagged(TagRules.merge(image.tags(), tags)));
    }

    @Override
    public void purge(String id) {
        ImageRecord unused = records.requireBinned(id);
        if (!records.delete(id)) {
            throw new Failure.NotFound("there is no " + id + " in the recycle bin");
        }
    }

    private static BinnedItem item(ImageRecord image, RecycleBinStay stay) {
        return new BinnedItem(
                image.imageId(),
                image.ownerId(),
                image.name(),
                image.description(),
                stay,
                image.tags(),
                image.blockDeviceMappings().stream()
                        .mapToLong(ImageDevice::volumeSizeInBytes)
                        .sum(),
                "",
                null);
    }
}
