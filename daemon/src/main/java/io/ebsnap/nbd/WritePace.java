package io.ebsnap.nbd;

import java.util.function.LongSupplier;

/**
 * Whether the writes of a connection are quick enough for its reader to do them itself, as told by those before: into memory or a cache
 * they are, and handing them over would take longer; to a device they are not, and would hold up what comes behind. Safe for use
 * by several threads; a sample that gets lost does no harm.
 */
final class WritePace {

    /** What a write of this size may take, and of every further one, in bytes. */
    private static final int STEP_BYTES = 64 << 10;

    /** How long a step may take, in nanoseconds: about what handing it over costs. */
    private static final long STEP_NANOS_MAX = 40_000;

    /** One sample counts at most for so much, so that a single hiccup is soon forgotten, in nanoseconds. */
    private static final long SAMPLE_NANOS_MAX = 8 * STEP_NANOS_MAX;

    /** One sample counts for an eighth. */
    private static final int WEIGHT = 8;

    private final LongSupplier nanoTime;
    private volatile long averageNanos;

    WritePace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    boolean isQuick() {
        return averageNanos <= STEP_NANOS_MAX;
    }

    /** When a write begins. */
    long begin() {
        return nanoTime.getAsLong();
    }

    /** Counts a write that began at a time. */
    void end(long begunNanos, int bytes) {
        long sample = (nanoTime.getAsLong() - begunNanos) / Math.max(1, Math.ceilDiv(bytes, STEP_BYTES));
        long before = averageNanos;
        averageNanos = before + (Math.min(sample, SAMPLE_NANOS_MAX) - before) / WEIGHT;
    }
}
