package io.ebsnap.chunk;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Counts what each stage does, so that anyone can see which one is the limit. Safe for use by several threads. */
final class WriteStages {

    private final LongSupplier nanoTime;
    private final Map<WriteStage, Counter> counters = new EnumMap<>(WriteStage.class);

    /**
     * All at zero.
     *
     * @param nanoTime elapsed time
     */
    WriteStages(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        for (WriteStage stage : WriteStage.values()) {
            counters.put(stage, new Counter(new LongAdder(), new LongAdder(), new LongAdder()));
        }
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /** Adds a call that began at {@code began} and ends now. */
    void add(WriteStage stage, long began, long bytes) {
        Counter counter = counters.get(stage);
        if (counter != null) {
            counter.nanos.add(now() - began);
            counter.bytes.add(bytes);
            counter.calls.increment();
        }
    }

    /** The counts now, in the order of the stages. */
    List<StageCount> counts() {
        List<StageCount> counts = new ArrayList<>();
        counters.forEach((stage, counter) ->
                counts.add(new StageCount(stage, counter.calls.sum(), counter.bytes.sum(), counter.nanos.sum())));
        return List.copyOf(counts);
    }

    private record Counter(LongAdder calls, LongAdder bytes, LongAdder nanos) {}
}
