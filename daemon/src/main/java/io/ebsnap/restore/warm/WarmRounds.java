package io.ebsnap.restore.warm;

import io.ebsnap.catalog.FastRestoreRecord;
import io.ebsnap.catalog.FastRestoreState;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all records and does the next step of each: the quick ones at once, of the long ones one at a time, elsewhere. All that it knows but
 * when to try again it reads from records and files, so after a crash it goes on where these are.
 */
final class WarmRounds {

    private static final Logger LOG = LoggerFactory.getLogger(WarmRounds.class);

    /** Between two attempts at what something is in the way of. */
    static final long RETRY_NANOS = 30_000_000_000L;

    /** Ready copies of what is enabled, then images that were begun, then others; of equal ones the one that was ordered first. */
    private static final Comparator<FastRestoreRecord> URGENCY = Comparator.comparing(
                    FastRestoreRecord::state, Comparator.reverseOrder())
            .thenComparing(record -> record.times().enabling())
            .thenComparing(FastRestoreRecord::catalogId);

    private final WarmParts parts;
    private final WarmRecords records;
    private final WarmZone zone;
    private final WarmWork work;
    private final AtomicReference<@Nullable WarmJob> running = new AtomicReference<>();
    private final Map<String, Long> retryNanos = new ConcurrentHashMap<>();

    WarmRounds(WarmParts parts, WarmRecords records, WarmZone zone) {
        this.parts = parts;
        this.records = records;
        this.zone = zone;
        this.work = new WarmWork(parts, records, zone);
    }

    /** Removes what no record speaks of, and what a crash has left unfinished. */
    void tidy() {
        for (String snapshotId : zone.images().known()) {
            boolean wanted = records.find(snapshotId, zone.name())
                    .filter(record -> record.state() != FastRestoreState.DISABLED)
                    .isPresent();
            if (wanted) {
                zone.images().removeUnfinished(snapshotId);
            } else {
                zone.images().remove(snapshotId);
            }
        }
    }

    /** One look. To be called by one thread. */
    void round(Executor elsewhere, Runnable afterwards) {
        for (FastRestoreRecord record : records.all()) {
            try {
                quickly(record);
            } catch (Failure e) {
                LOG.warn("snapshot={} fast restore: {}", record.snapshotId(), e.getMessage());
            }
        }
        if (running.get() == null) {
            next().ifPresent(record -> begin(record, elsewhere, afterwards));
        }
    }

    /** Gives up what is of snapshots that are gone, or can never be read again. */
    void disableDeleted() {
        for (FastRestoreRecord record : records.all()) {
            try {
                FastRestoreRecord unused = disableIfDeleted(record);
            } catch (Failure e) {
                // The next look finds it out again.
                LOG.warn("snapshot={} fast restore stays: {}", record.snapshotId(), e.getMessage());
            }
        }
    }

    /** What is under way for a record. */
    Optional<WarmJob> jobOf(FastRestoreRecord record) {
        return Optional.ofNullable(running.get()).filter(job -> job.isFor(record));
    }

    /** What something is in the way of is tried again by the next round. */
    void retry(FastRestoreRecord record) {
        retryNanos.remove(record.catalogId());
    }

    /** Asks what is under way to end. */
    void end() {
        WarmJob job = running.get();
        if (job != null) {
            job.end();
        }
    }

    private void quickly(FastRestoreRecord known) {
        FastRestoreRecord record = disableIfDeleted(known);
        switch (record.state()) {
            case ENABLING, OPTIMIZING -> {}
            case ENABLED -> lookAtImage(record);
            case DISABLING -> remove(record);
            case DISABLED -> {
                if (FastRestoreLife.isForgettable(record, records.now())) {
                    records.forget(record);
                }
            }
        }
    }

    private FastRestoreRecord disableIfDeleted(FastRestoreRecord record) {
        Optional<String> why = FastRestoreLife.isGivenUp(record) ? Optional.empty() : whyGone(record);
        if (why.isEmpty()) {
            return record;
        }
        FastRestoreRecord after = records.giveUp(record, FastRestoreLife.USER, why.get());
        jobOf(record).ifPresent(WarmJob::end);
        return after;
    }

    /** An image may be in the clear: it does not outlive the key of its snapshot. */
    private Optional<String> whyGone(FastRestoreRecord record) {
        Optional<SnapshotRecord> snapshot = records.snapshot(record.snapshotId());
        if (snapshot.isEmpty()) {
            return Optional.of("its snapshot was deleted");
        }
        return records.isKeyDeleted(snapshot.get())
                ? Optional.of("the KMS key of its snapshot was deleted")
                : Optional.empty();
    }

    private void lookAtImage(FastRestoreRecord record) {
        if (!zone.isOf(record)) {
            return;
        }
        if (!zone.images().hasImage(record.snapshotId(), record.imageSizeBytes())) {
            records.update(
                    record,
                    old -> FastRestoreLife.imageLost(old, records.now(), "its image is gone, and is made anew"));
        } else if (!zone.method().needsCopies()) {
            zone.images().removeCopies(record.snapshotId());
        }
    }

    private void remove(FastRestoreRecord record) {
        Optional<WarmJob> job = jobOf(record);
        if (job.isPresent()) {
            job.get().end();
            return;
        }
        if (zone.isOf(record)) {
            parts.reached("before-remove");
            zone.images().remove(record.snapshotId());
            parts.reached("after-remove");
        }
        records.update(record, old -> FastRestoreLife.disabled(old, records.now()));
        retry(record);
    }

    private Optional<FastRestoreRecord> next() {
        List<FastRestoreRecord> candidates =
                records.all().stream().filter(zone::isOf).sorted(URGENCY).toList();
        return candidates.stream().filter(this::isDue).filter(this::lacksWork).findFirst();
    }

    private boolean isDue(FastRestoreRecord record) {
        Long at = retryNanos.get(record.catalogId());
        return at == null || parts.surroundings().nanoClock().getAsLong() - at >= 0;
    }

    private boolean lacksWork(FastRestoreRecord record) {
        return switch (record.state()) {
            case ENABLING, OPTIMIZING -> true;
            case ENABLED -> zone.lacksCopies(record);
            case DISABLING, DISABLED -> false;
        };
    }

    private void begin(FastRestoreRecord record, Executor elsewhere, Runnable afterwards) {
        WarmJob job = new WarmJob(
                record, parts.surroundings().nanoClock(), parts.surroundings().crashPoints());
        running.set(job);
        // It may have been given up before that could be seen.
        if (records.find(record.snapshotId(), record.availabilityZone())
                .filter(now -> !FastRestoreLife.isGivenUp(now))
                .isEmpty()) {
            job.end();
        }
        elsewhere.execute(() -> {
            try {
                if (!work.run(job)) {
                    retryNanos.put(
                            record.catalogId(), parts.surroundings().nanoClock().getAsLong() + RETRY_NANOS);
                }
            } finally {
                running.set(null);
                afterwards.run();
            }
        });
    }
}
