package io.ebsnap.snapshot;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What a copy has done so far. Counters only: counting costs a few nanoseconds, reading them next to nothing. */
final class CopyMeter {

    final LongAdder bytesDone = new LongAdder();
    final LongAdder bytesRead = new LongAdder();
    final LongAdder bytesContent = new LongAdder();
    final LongAdder bytesChanged = new LongAdder();
    final LongAdder bytesNew = new LongAdder();
    final LongAdder bytesStored = new LongAdder();
    final LongAdder blocksRead = new LongAdder();
    final LongAdder blocksZero = new LongAdder();
    final LongAdder blocksChanged = new LongAdder();
    final LongAdder blocksNew = new LongAdder();
    final LongAdder readNanos = new LongAdder();
    final LongAdder zeroTestNanos = new LongAdder();

    final LongAdder bytesTagged = new LongAdder();
    final LongAdder tagNanos = new LongAdder();

    /** The copy begins anew: what it has stored stays stored, and all else is counted again. */
    void beginAnew() {
        for (LongAdder each : List.of(
                bytesDone, bytesRead, bytesContent, bytesChanged, blocksRead, blocksZero, blocksChanged, readNanos)) {
            each.reset();
        }
        zeroTestNanos.reset();
        bytesTagged.reset();
        tagNanos.reset();
    }

    /** The stages before the writer's. */
    List<StageRate> stages() {
        long read = bytesRead.sum();
        return List.of(
                new StageRate("read", read, readNanos.sum()),
                new StageRate("zero-test", read, zeroTestNanos.sum()),
                new StageRate("tag", bytesTagged.sum(), tagNanos.sum()));
    }
}
