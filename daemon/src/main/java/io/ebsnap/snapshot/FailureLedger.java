package io.ebsnap.snapshot;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that snapshots failed. Where that cannot be written down at once (on a full disk, say) it is remembered and
 * written at the next occasion, and the snapshot is seen as failed meanwhile; if the daemon dies before, the next one finds the snapshot pending without an instant, and ends it
 * then. There are at most as many as there may be pending snapshots. Safe for use by several threads.
 */
final class FailureLedger {

    private static final Logger LOG = LoggerFactory.getLogger(FailureLedger.class);

    private final SnapshotRecords records;

    /** Changed under this object's lock only, but read without it: a disk that does not answer must not keep anybody from seeing why. */
    private final Map<String, String> unwritten = new ConcurrentHashMap<>();

    FailureLedger(SnapshotRecords records) {
        this.records = records;
    }

    synchronized void record(String snapshot, String why) {
        unwritten.put(snapshot, why);
        settle();
    }

    /** Writes what could not be written before. */
    synchronized void settle() {
        Iterator<Map.Entry<String, String>> entries = unwritten.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, String> entry = entries.next();
            if (write(entry.getKey(), entry.getValue())) {
                entries.remove();
            }
        }
    }

    /** A record as it is to be seen: a failure counts from when it happened, written down or not. */
    SnapshotRecord seen(SnapshotRecord record) {
        String why = unwritten.get(record.snapshotId());
        return why == null ? record : records.failed(record, why);
    }

    /** How many could not be written yet. */
    int unwrittenCount() {
        return unwritten.size();
    }

    private boolean write(String snapshot, String why) {
        try {
            records.fail(snapshot, why);
            return true;
        } catch (Failure.NotFound | Failure.Conflict e) {
            return true;
        } catch (RuntimeException e) {
            LOG.error("snapshot={} its failure cannot be recorded now: {}", snapshot, e.getMessage());
            return false;
        }
    }
}
