package io.ebsnap.snapshot;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that snapshots failed, each with those of its group. Where that cannot be written down at once (on a full disk, say) it is remembered and
 * written at the next occasion, and the snapshot is seen as failed meanwhile; if the daemon dies before, the next one finds the snapshot pending without an instant, and ends it
 * then. There are at most as many as there may be pending snapshots. Safe for use by several threads.
 */
final class FailureLedger {

    private static final Logger LOG = LoggerFactory.getLogger(FailureLedger.class);

    private final SnapshotRecords records;
    private final SnapshotGroups groups;

    /** Changed under this object's lock only, but read without it: a disk that does not answer must not keep anybody from seeing why. */
    private final Map<String, Unwritten> unwritten = new ConcurrentHashMap<>();

    /**
     * A failure that is not written down.
     *
     * @param grouped whether it is another's, and so ends a completed snapshot too
     */
    private record Unwritten(String why, boolean grouped) {}

    FailureLedger(SnapshotRecords records, SnapshotGroups groups) {
        this.records = records;
        this.groups = groups;
    }

    void record(String snapshot, String why) {
        Map<String, Unwritten> failures = new HashMap<>();
        failures.put(snapshot, new Unwritten(why, false));
        failures.putAll(grouped(groupOf(snapshot, why)));
        note(failures);
    }

    /** Ends what a former daemon has left of groups that are not whole. */
    void endBrokenGroups() {
        note(grouped(groups.broken()));
    }

    /** If that cannot be read now, the next daemon finds it. */
    private Map<String, String> groupOf(String snapshot, String why) {
        try {
            return groups.failingWith(snapshot, why);
        } catch (Failure e) {
            LOG.error("snapshot={} those of its group cannot be ended now: {}", snapshot, e.getMessage());
            return Map.of();
        }
    }

    private static Map<String, Unwritten> grouped(Map<String, String> reasons) {
        Map<String, Unwritten> failures = new HashMap<>();
        reasons.forEach((snapshot, why) -> failures.put(snapshot, new Unwritten(why, true)));
        return failures;
    }

    private synchronized void note(Map<String, Unwritten> failures) {
        failures.forEach(unwritten::putIfAbsent);
        settle();
    }

    /** Writes what could not be written before. */
    synchronized void settle() {
        Iterator<Map.Entry<String, Unwritten>> entries = unwritten.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, Unwritten> entry = entries.next();
            if (write(entry.getKey(), entry.getValue())) {
                entries.remove();
            }
        }
    }

    /** A record as it is to be seen: a failure counts from when it happened, written down or not. */
    SnapshotRecord seen(SnapshotRecord record) {
        Unwritten failure = unwritten.get(record.snapshotId());
        if (failure == null) {
            return record;
        }
        return failure.grouped() ? records.ruined(record, failure.why()) : records.failed(record, failure.why());
    }

    /** How many could not be written yet. */
    int unwrittenCount() {
        return unwritten.size();
    }

    private boolean write(String snapshot, Unwritten failure) {
        try {
            if (failure.grouped()) {
                records.ruin(snapshot, failure.why());
            } else {
                records.fail(snapshot, failure.why());
            }
            return true;
        } catch (Failure.NotFound | Failure.Conflict e) {
            return true;
        } catch (RuntimeException e) {
            LOG.error("snapshot={} its failure cannot be recorded now: {}", snapshot, e.getMessage());
            return false;
        }
    }
}
