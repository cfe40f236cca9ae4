package io.ebsnap.restore.warm;

import io.ebsnap.catalog.FastRestoreRecord;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.restore.FastRestore;
import io.ebsnap.restore.ImageFilling;
import io.ebsnap.task.RateMeter;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Long work for one snapshot as others see it: how far it is, and that it shall end. Safe for use by several threads. */
final class WarmJob implements ImageFilling.Watch {

    private final FastRestoreRecord record;
    private final LongSupplier nanoTime;
    private final CrashPoints crashPoints;
    private volatile Phase phase;
    private volatile boolean ended;

    WarmJob(FastRestoreRecord record, LongSupplier nanoTime, CrashPoints crashPoints) {
        this.record = record;
        this.nanoTime = nanoTime;
        this.crashPoints = crashPoints;
        this.phase = new Phase("waiting", 0, new LongAdder(), new RateMeter(nanoTime));
    }

    /** For whom, as it was when it began. */
    FastRestoreRecord record() {
        return record;
    }

    /** Whether it is for a record, whatever has become of that. */
    boolean isFor(FastRestoreRecord other) {
        return record.catalogId().equals(other.catalogId());
    }

    /** Asks it to end. */
    void end() {
        ended = true;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public void phase(String name, long bytesTotal) {
        phase = new Phase(name, bytesTotal, new LongAdder(), new RateMeter(nanoTime));
    }

    @Override
    public void advance(long bytes) {
        Phase now = phase;
        now.done().add(bytes);
        crashPoints.reached("fast-restore." + now.name());
    }

    FastRestore.Work work() {
        Phase now = phase;
        long done = now.done().sum();
        double rate = now.meter().perSecond(done);
        return new FastRestore.Work(now.name(), now.total(), done, rate, RateMeter.remaining(now.total() - done, rate));
    }

    private record Phase(String name, long total, LongAdder done, RateMeter meter) {}
}
