package io.ebsnap.restore.warm;

import io.ebsnap.catalog.FastRestoreCredits;
import io.ebsnap.catalog.FastRestoreRecord;
import io.ebsnap.catalog.FastRestoreState;
import io.ebsnap.catalog.TargetEncryption;
import io.ebsnap.catalog.VolumeRestoreMode;
import io.ebsnap.failure.Failure;
import io.ebsnap.volume.ReadyContent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Decides whether a volume is complete when it appears, and makes it so. To be called under the monitor of the records. */
final class WarmPlacing {

    private final WarmParts parts;
    private final WarmRecords records;
    private final WarmZone zone;
    private final boolean credits;

    /**
     * Makes volumes of a zone.
     *
     * @param credits whether they are counted
     */
    WarmPlacing(WarmParts parts, WarmRecords records, WarmZone zone, boolean credits) {
        this.parts = parts;
        this.records = records;
        this.zone = zone;
        this.credits = credits;
    }

    /** @param encrypted whether the volume is: images that lie otherwise are none for it */
    ReadyContent.Placed place(Optional<FastRestoreRecord> known, Path target, boolean encrypted) {
        VolumeRestoreMode mode = mode(known, target, encrypted);
        TargetEncryption image = known.map(FastRestoreRecord::encryption).orElse(null);
        return mode.fastRestored() && image != null
                ? new ReadyContent.Placed(
                        mode, new ReadyContent.Image(known.orElseThrow().catalogId(), image))
                : ReadyContent.Placed.plain(mode);
    }

    private VolumeRestoreMode mode(Optional<FastRestoreRecord> known, Path target, boolean encrypted) {
        if (known.isEmpty() || FastRestoreLife.isGivenUp(known.get())) {
            return lazy("fast restore of its snapshot is not enabled");
        }
        FastRestoreRecord record = known.get();
        if (record.state() != FastRestoreState.ENABLED) {
            return lazy("fast restore of its snapshot is " + record.state().word() + withMessage(record));
        }
        if (encrypted != (record.encryption() != null)) {
            return lazy(
                    encrypted
                            ? "its image is not encrypted, and the volume is"
                            : "its image is encrypted, and the volume is not");
        }
        try {
            return credits ? placeForCredit(record, target) : placeNow(record, target);
        } catch (Failure e) {
            return lazy(String.valueOf(e.getMessage()));
        }
    }

    /** A credit is taken durably before it is used: a crash between costs it, and never gives one twice. */
    private VolumeRestoreMode placeForCredit(FastRestoreRecord record, Path target) {
        CreditBucket bucket = CreditBucket.of(record.sizeBytes());
        Instant now = records.now();
        Optional<FastRestoreCredits> rest = bucket.take(record.credits(), now);
        if (rest.isEmpty()) {
            if (now.isBefore(record.credits().time())) {
                // The clock was set back: from here on it counts again.
                records.update(record, old -> old.with(bucket.filled(old.credits(), now)));
            }
            return lazy("no credits: the next one at " + bucket.nextWhole(record.credits(), now));
        }
        FastRestoreRecord paid = records.update(record, old -> old.with(rest.get()));
        parts.reached("after-credit");
        try {
            VolumeRestoreMode mode = placeNow(paid, target);
            if (!mode.fastRestored()) {
                giveBack(paid, bucket);
            }
            return mode;
        } catch (Failure e) {
            giveBack(paid, bucket);
            throw e;
        }
    }

    private void giveBack(FastRestoreRecord record, CreditBucket bucket) {
        records.update(record, old -> old.with(bucket.giveBack(old.credits())));
    }

    private VolumeRestoreMode placeNow(FastRestoreRecord record, Path target) {
        WarmMethod method = zone.method();
        boolean placed = zone.images().place(record.snapshotId(), target);
        parts.reached("after-place");
        if (placed) {
            return new VolumeRestoreMode(true, method.word());
        }
        return lazy(record.message().isEmpty() ? "no copy is ready: the next one is being made" : record.message());
    }

    private static String withMessage(FastRestoreRecord record) {
        return record.message().isEmpty() ? "" : ": " + record.message();
    }

    private static VolumeRestoreMode lazy(String why) {
        return new VolumeRestoreMode(false, "lazy: " + why);
    }
}
