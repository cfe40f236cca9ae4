package io.ebsnap.restore.warm;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.FastRestoreRecord;
import io.ebsnap.catalog.FastRestoreState;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.restore.ImageFilling;
import io.ebsnap.volume.TargetKeys;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What takes long: making an image, and ready copies of one. For one thread. What fails leaves a record that says why. */
final class WarmWork {

    private static final Logger LOG = LoggerFactory.getLogger(WarmWork.class);

    private final WarmParts parts;
    private final WarmRecords records;
    private final WarmZone zone;

    WarmWork(WarmParts parts, WarmRecords records, WarmZone zone) {
        this.parts = parts;
        this.records = records;
        this.zone = zone;
    }

    /**
     * Does what the record of a job lacks.
     *
     * @return whether it is done; false if something is in the way that may go away, or it ended early
     */
    boolean run(WarmJob job) {
        try {
            return job.record().state() == FastRestoreState.ENABLED ? addCopy(job) : makeImage(job);
        } catch (Failure.Exhausted e) {
            discardUnlessWhole(job.record());
            return waits(job, String.valueOf(e.getMessage()));
        } catch (Failure.Unavailable | Failure.Conflict | Failure.NotFound e) {
            return waits(job, String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            if (!(e instanceof Failure)) {
                LOG.error("snapshot={} fast restore failed", job.record().snapshotId(), e);
            }
            return isGivenUp(job.record(), String.valueOf(e.getMessage()));
        }
    }

    private boolean makeImage(WarmJob job) {
        FastRestoreRecord record = job.record();
        Optional<String> refusal = zone.imageRefusal(record, records.all());
        if (refusal.isPresent()) {
            throw new Failure.Exhausted(refusal.get(), null);
        }
        if (record.state() == FastRestoreState.ENABLING) {
            zone.images().prepare(record.snapshotId(), record.imageSizeBytes());
            records.update(record, old -> FastRestoreLife.optimizing(old, records.now()));
            parts.reached("after-optimizing");
        }
        if (!fill(job) || !copyFirst(job)) {
            return false;
        }
        records.update(record, old -> FastRestoreLife.enabled(old, records.now()));
        parts.reached("after-enabled");
        return true;
    }

    private boolean fill(WarmJob job) {
        FastRestoreRecord record = job.record();
        String snapshotId = record.snapshotId();
        BlockMap map = BlockMap.of(snapshot(snapshotId));
        parts.keyring().keysOf(map.domain());
        try (MapsInUse.Hold _ = parts.mapsInUse().hold(map);
                TargetKeys.Form form = parts.encryption().keys().formOf(record.catalogId(), record.encryption())) {
            // It may have been deleted before it was held.
            SnapshotRecord still = snapshot(snapshotId);
            zone.images().prepare(snapshotId, record.imageSizeBytes());
            ImageFilling.Watch watch = new RoomWatch(
                    job, zone.images()::tight, parts.surroundings().nanoClock());
            ImageFilling.Image image =
                    new ImageFilling.Image(zone.images().image(snapshotId), record.imageSizeBytes(), form::over);
            if (!parts.filling().fill(map, still.snapshotId(), image, watch)) {
                return false;
            }
        }
        zone.images().seal(snapshotId);
        parts.reached("after-fill");
        return true;
    }

    private boolean copyFirst(WarmJob job) {
        return !zone.method().needsCopies() || zone.images().copies(job.record().snapshotId()) > 0 || copy(job);
    }

    private boolean addCopy(WarmJob job) {
        Optional<String> refusal = zone.copyRefusal(job.record(), records.all());
        if (refusal.isPresent()) {
            throw new Failure.Exhausted(refusal.get(), null);
        }
        if (!copy(job)) {
            return false;
        }
        records.update(job.record(), old -> old.saying(""));
        return true;
    }

    private boolean copy(WarmJob job) {
        job.phase("copying", job.record().sizeBytes());
        boolean whole = zone.images().copy(job.record().snapshotId(), job::advance, job::ended);
        parts.reached("after-copy");
        return whole;
    }

    private SnapshotRecord snapshot(String id) {
        return records.snapshot(id).orElseThrow(() -> new Failure.NotFound("there is no " + id));
    }

    /** A disk without room is not kept so by something that is no use yet. */
    private void discardUnlessWhole(FastRestoreRecord record) {
        if (record.state() != FastRestoreState.ENABLED) {
            try {
                zone.images().discardImage(record.snapshotId());
            } catch (Failure e) {
                LOG.warn("snapshot={} its image stays: {}", record.snapshotId(), e.getMessage());
            }
        }
    }

    private boolean waits(WarmJob job, String why) {
        try {
            records.update(job.record(), old -> FastRestoreLife.isGivenUp(old) ? old : old.saying(why));
        } catch (Failure e) {
            // The next attempt finds it out again.
            LOG.warn(
                    "snapshot={} fast restore cannot be noted: {}", job.record().snapshotId(), e.getMessage());
        }
        return false;
    }

    /** What cannot be noted is found out again by the next attempt, and that not at once. */
    private boolean isGivenUp(FastRestoreRecord record, String why) {
        try {
            return FastRestoreLife.isGivenUp(records.giveUp(record, FastRestoreLife.FAULT, why));
        } catch (Failure e) {
            LOG.warn("snapshot={} fast restore cannot be noted: {}", record.snapshotId(), e.getMessage());
            return false;
        }
    }
}
