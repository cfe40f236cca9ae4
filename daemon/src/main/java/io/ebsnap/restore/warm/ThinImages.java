package io.ebsnap.restore.warm;

import io.ebsnap.device.ThinPool;
import io.ebsnap.device.ThinPoolName;
import io.ebsnap.device.ThinVolumes;
import io.ebsnap.failure.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Images that are logical volumes in a thin pool: a volume is a thin snapshot of one, and there are no copies. An image is a device only while it is made. */
final class ThinImages implements ImagePlace {

    private static final Logger LOG = LoggerFactory.getLogger(ThinImages.class);

    private final ThinVolumes volumes;
    private final ThinPoolName pool;
    private final WarmFiles files;

    /**
     * Images in a pool.
     *
     * @param files of the same zone, from when it had none: what is there of images is of no use any more
     */
    ThinImages(ThinVolumes volumes, ThinPoolName pool, WarmFiles files) {
        this.volumes = volumes;
        this.pool = pool;
        this.files = files;
    }

    @Override
    public WarmMethod method() {
        return WarmMethod.THIN;
    }

    @Override
    public Path image(String snapshotId) {
        return volumes.image(pool, snapshotId);
    }

    /** It may be longer by less than an extent of its group, which is of no more than 16 GiB. */
    @Override
    public boolean hasImage(String snapshotId, long sizeBytes) {
        return volumes.sizeBytes(image(snapshotId))
                .filter(found -> found >= sizeBytes)
                .isPresent();
    }

    @Override
    public long imageBytes(String snapshotId) {
        return volumes.usedBytes(image(snapshotId));
    }

    @Override
    public ImageRoom room() {
        ThinPool now = volumes.activePool(pool);
        return new ImageRoom(now.sizeBytes(), now.freeBytes());
    }

    @Override
    public Optional<String> tight() {
        return volumes.activePool(pool).tight();
    }

    @Override
    public void prepare(String snapshotId, long sizeBytes) {
        if (!hasImage(snapshotId, sizeBytes)) {
            volumes.remove(image(snapshotId));
            volumes.create(pool, image(snapshotId), sizeBytes);
        }
        ThinPool unused = volumes.open(image(snapshotId));
    }

    /** That nobody can take it for a disk by accident. Volumes can be made of one that is a device as well. */
    @Override
    public void seal(String snapshotId) {
        try {
            volumes.close(image(snapshotId));
        } catch (Failure.Conflict | Failure.Unavailable e) {
            LOG.warn("snapshot={} its image stays a device: {}", snapshotId, e.getMessage());
        }
    }

    @Override
    public int copies(String snapshotId) {
        return 0;
    }

    @Override
    public boolean copy(String snapshotId, SparseCopy.Progress progress, BooleanSupplier ended) {
        throw new IllegalStateException("volumes of " + snapshotId + " are made without copies");
    }

    @Override
    public boolean place(String snapshotId, Path target) {
        volumes.snapshot(image(snapshotId), target);
        return true;
    }

    @Override
    public void removeUnfinished(String snapshotId) {
        // There are no copies.
    }

    @Override
    public void removeCopies(String snapshotId) {
        // There are none.
    }

    @Override
    public void discardImage(String snapshotId) {
        volumes.remove(image(snapshotId));
    }

    @Override
    public void remove(String snapshotId) {
        volumes.remove(image(snapshotId));
    }

    @Override
    public List<String> known() {
        files.known().forEach(files::remove);
        return volumes.images(pool);
    }
}
