package io.ebsnap.restore.hydration;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.task.RateMeter;
import io.ebsnap.volume.Hydratable;
import io.ebsnap.volume.HydrationProgress;
import io.ebsnap.volume.HydrationProgress.Phase;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How far the filling of a volume has come, as it is told. Safe for use by several threads. */
final class FillProgress {

    /** Looking at every block of the boot set takes milliseconds; many may ask. */
    private static final long LOOK_NANOS = 500_000_000L;

    private final Hydratable volume;
    private final LongSupplier nanoTime;
    private final AtomicLong bytesTotal = new AtomicLong();
    private final AtomicLong bytesPresent = new AtomicLong();
    private final AtomicLong bytesArrived = new AtomicLong();
    private volatile RateMeter meter;
    private volatile @Nullable BootSet bootSet;
    private volatile State state = new State(Phase.QUEUED, "");

    @GuardedBy("this")
    private long lookedNanos;

    private record State(Phase phase, String message) {}

    FillProgress(Hydratable volume, LongSupplier nanoTime) {
        this.volume = volume;
        this.nanoTime = nanoTime;
        this.meter = new RateMeter(nanoTime);
        this.lookedNanos = nanoTime.getAsLong();
    }

    /** It was counted anew. */
    void counted(long total, long present) {
        bytesTotal.set(total);
        bytesPresent.set(present);
        bytesArrived.set(0);
        meter = new RateMeter(nanoTime);
    }

    /** It is known what is wanted first. */
    void planned(BootSet wanted) {
        bootSet = wanted;
    }

    /** A block has arrived, because somebody asked for it or in the background. */
    void arrived(BlockIndex block) {
        int length = Math.max(0, volume.lengthOf(block));
        bytesPresent.addAndGet(length);
        bytesArrived.addAndGet(length);
        BootSet wanted = bootSet;
        if (wanted != null) {
            wanted.arrived(block.value());
        }
    }

    /** From now on this is being done. */
    void became(Phase phase, String message) {
        state = new State(phase, message);
    }

    String message() {
        return state.message();
    }

    long bytesTotal() {
        return bytesTotal.get();
    }

    /** What is wanted first, if it is known and all there; looks itself, now and then. */
    Optional<BootSet> wholeBootSet() {
        BootSet wanted = bootSet;
        if (wanted == null) {
            return Optional.empty();
        }
        look(wanted);
        return wanted.isWhole() ? Optional.of(wanted) : Optional.empty();
    }

    private void look(BootSet wanted) {
        synchronized (this) {
            long now = nanoTime.getAsLong();
            if (now - lookedNanos < LOOK_NANOS) {
                return;
            }
            lookedNanos = now;
        }
        wanted.look();
    }

    /** As it is now. */
    HydrationProgress now(boolean paused) {
        State seen = state;
        Phase phase = seen.phase() == Phase.RUNNING && paused ? Phase.PAUSED : seen.phase();
        long total = bytesTotal.get();
        long present = phase == Phase.COMPLETED ? total : Math.min(total, bytesPresent.get());
        double perSecond = phase == Phase.RUNNING ? meter.perSecond(bytesArrived.get()) : 0;
        BootSet wanted = bootSet;
        if (wanted != null) {
            look(wanted);
        }
        return new HydrationProgress(
                phase,
                total,
                present,
                perSecond,
                phase == Phase.RUNNING
                        ? Optional.ofNullable(RateMeter.remaining(total - present, perSecond))
                        : Optional.empty(),
                seen.message(),
                Optional.ofNullable(wanted).map(BootSet::progress));
    }
}
