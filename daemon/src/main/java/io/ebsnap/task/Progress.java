package io.ebsnap.task;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far a piece of work is, at one moment.
 *
 * @param phase what it does now, in a word or two
 * @param unit of {@code total}, {@code done} and {@code perSecond}: {@code bytes}, {@code packs}, {@code snapshots}
 * @param total of all phases that {@code unit} counts; 0 while unknown
 * @param done 0 .. total
 * @param perSecond smoothed over the last seconds
 * @param remaining at that rate; null while it cannot be told
 * @param counters what else is counted, by name, such as {@code bytes-written}
 */
public record Progress(
        String phase,
        String unit,
        long total,
        long done,
        double perSecond,
        @Nullable Duration remaining,
        Map<String, Long> counters) {

    public Progress {
        counters = Collections.unmodifiableMap(new TreeMap<>(counters));
    }

    /** 0 .. 100; 0 while the total is unknown. */
    public int percent() {
        return total == 0 ? 0 : (int) Math.min(100, 100.0 * done / total);
    }
}
