package io.ebsnap.restore;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The blocks that could not be restored, as ranges in ascending order. Bounded: beyond {@link RestoreResult#DAMAGE_MAX} ranges only the number of blocks
 * grows. Safe for use by several threads.
 */
final class DamageMap {

    @GuardedBy("this")
    private final TreeMap<Long, DamagedRange> ranges = new TreeMap<>();

    @GuardedBy("this")
    private long blocks;

    synchronized void add(long first, long count, String reason) {
        blocks += count;
        Map.Entry<Long, DamagedRange> before = ranges.lowerEntry(first);
        if (before != null && follows(before.getValue(), first, reason)) {
            DamagedRange old = before.getValue();
            ranges.put(before.getKey(), new DamagedRange(old.firstBlock(), old.blockCount() + count, reason));
        } else if (ranges.size() < RestoreResult.DAMAGE_MAX) {
            ranges.put(first, new DamagedRange(first, count, reason));
        }
    }

    synchronized long blocks() {
        return blocks;
    }

    synchronized List<DamagedRange> ranges() {
        return new ArrayList<>(ranges.values());
    }

    private static boolean follows(DamagedRange before, long first, String reason) {
        return before.firstBlock() + before.blockCount() == first
                && before.reason().equals(reason);
    }
}
