package io.ebsnap.restore.hydration;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.task.RateMeter;
import io.ebsnap.volume.Hydratable;
import io.ebsnap.volume.HydrationProgress;
import io.ebsnap.volume.HydrationProgress.Phase;
import io.ebsnap.volume.HydrationSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PrimitiveIterator;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The filling of one volume. A pass gives every block with content to workers, in the planned order; what users have just shown interest in comes
 * before. A worker yields as long as somebody waits for a block. A block that is damaged is left out; want of room or a store that does not answer
 * is waited for. Then the volume is hydrated, or impaired. Safe for use by several threads.
 */
final class VolumeHydration {

    private static final Logger LOG = LoggerFactory.getLogger(VolumeHydration.class);

    /** What a crash may cost of what was filled. */
    private static final long UNFLUSHED_BYTES_MAX = 64L << 20;

    private static final long RETRY_NANOS = 5_000_000_000L;
    private static final long YIELD_NANOS = 1_000_000L;

    /** How long a worker yields at most: also a volume that is always in use is filled in the end. */
    private static final int YIELDS_MAX = 50;

    private static final long PAUSED_NANOS = 50_000_000L;

    private final Hydratable volume;
    private final HydrationParts parts;
    private final Semaphore running;
    private final Attention attention = new Attention();
    private final TouchRecorder recorder;
    private final RateLimit rate;
    private final AtomicLong bytesTotal = new AtomicLong();
    private final AtomicLong bytesPresent = new AtomicLong();
    private final AtomicLong bytesFilled = new AtomicLong();
    private final AtomicLong unflushed = new AtomicLong();
    private final AtomicLong damaged = new AtomicLong();
    private final Thread thread;
    private volatile HydrationSettings settings;
    private volatile RateMeter meter;
    private volatile Phase phase = Phase.QUEUED;
    private volatile String message = "";
    private volatile boolean stopped;

    @GuardedBy("this")
    private PrimitiveIterator.OfLong plan = java.util.stream.LongStream.empty().iterator();

    VolumeHydration(Hydratable volume, HydrationSettings settings, HydrationParts parts, Semaphore running) {
        this.volume = volume;
        this.settings = settings;
        this.parts = parts;
        this.running = running;
        this.recorder = new TouchRecorder(attention, parts.nanoTime());
        this.rate = new RateLimit(settings.bytesPerSecondMax());
        this.meter = new RateMeter(parts.nanoTime());
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("hydrate-" + volume.name().substring(4, 12))
                .unstarted(this::run);
    }

    void start() {
        volume.watchedBy(recorder);
        thread.start();
    }

    void adjust(HydrationSettings next) {
        settings = next;
        rate.change(next.bytesPerSecondMax());
    }

    /** Ends it, and waits for that. */
    void stop() {
        stopped = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        parts.touches().learn(volume.name(), recorder.taken());
    }

    HydrationProgress progress() {
        long total = bytesTotal.get();
        long present = Math.min(total, bytesPresent.get());
        Phase now = phase == Phase.RUNNING && settings.paused() ? Phase.PAUSED : phase;
        double perSecond = now == Phase.RUNNING ? meter.perSecond(bytesFilled.get()) : 0;
        return new HydrationProgress(
                now,
                total,
                present,
                perSecond,
                now == Phase.RUNNING
                        ? Optional.ofNullable(RateMeter.remaining(total - present, perSecond))
                        : Optional.empty(),
                message);
    }

    private void run() {
        try {
            while (!stopped && !running.tryAcquire()) {
                parts.pause().nanos(PAUSED_NANOS);
            }
            if (!stopped) {
                try {
                    runUntilDone();
                } finally {
                    running.release();
                }
            }
        } catch (RuntimeException | Error e) {
            phase = Phase.IMPAIRED;
            message = "filling it failed: " + e.getMessage();
            LOG.error("volume={} hydration failed", volume.name(), e);
        }
    }

    private void runUntilDone() {
        phase = Phase.RUNNING;
        while (!stopped) {
            try {
                pass();
                message = "";
                return;
            } catch (Failure.Exhausted | Failure.Unavailable e) {
                phase = Phase.WAITING;
                if (!message.equals(e.getMessage())) {
                    LOG.warn("volume={} hydration waits: {}", volume.name(), e.getMessage());
                }
                message = String.valueOf(e.getMessage());
                waitFor(RETRY_NANOS);
                phase = Phase.RUNNING;
            }
        }
    }

    /** One walk over all blocks. */
    private void pass() {
        count();
        damaged.set(0);
        synchronized (this) {
            plan = new Chain(
                    parts.touches().of(volume.name()).blocks().stream()
                            .mapToLong(Long::longValue)
                            .iterator(),
                    parts.order().blocksOf(volume));
        }
        work();
        if (stopped) {
            return;
        }
        if (damaged.get() == 0) {
            volume.hydrated();
            bytesPresent.set(bytesTotal.get());
            phase = Phase.COMPLETED;
        } else {
            volume.flush();
            phase = Phase.IMPAIRED;
            message = damaged.get() + (damaged.get() == 1 ? " block is" : " blocks are") + " damaged in the store";
            LOG.error("volume={} hydration ended: {}", volume.name(), message);
        }
    }

    /** How much there is, and how much of it has arrived before. */
    private void count() {
        long total = 0;
        long present = 0;
        PrimitiveIterator.OfLong blocks = volume.contentFrom(new BlockIndex(0));
        while (blocks.hasNext() && !stopped) {
            BlockIndex block = new BlockIndex(blocks.nextLong());
            int length = volume.lengthOf(block);
            total += length;
            present += volume.isPresent(block) ? length : 0;
        }
        bytesTotal.set(total);
        bytesPresent.set(present);
        bytesFilled.set(0);
        meter = new RateMeter(parts.nanoTime());
    }

    private void work() {
        List<Thread> workers = new ArrayList<>();
        List<RuntimeException> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < parts.workers(); i++) {
            workers.add(Thread.ofPlatform()
                    .daemon()
                    .name(thread.getName() + "-" + i)
                    .start(() -> fillAll(failures)));
        }
        for (Thread worker : workers) {
            join(worker);
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    private void join(Thread worker) {
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                // Nobody interrupts it but to end it.
                stopped = true;
            }
        }
    }

    private void fillAll(List<RuntimeException> failures) {
        try {
            for (OptionalLong next = next(); next.isPresent(); next = next()) {
                fill(new BlockIndex(next.getAsLong()));
            }
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    /** The next block: one that somebody is interested in, else the next of the plan. */
    private OptionalLong next() {
        while (settings.paused() && !stopped) {
            parts.pause().nanos(PAUSED_NANOS);
        }
        if (stopped) {
            return OptionalLong.empty();
        }
        OptionalLong wanted = attention.next();
        return wanted.isPresent() ? wanted : planned();
    }

    private synchronized OptionalLong planned() {
        return plan.hasNext() ? OptionalLong.of(plan.nextLong()) : OptionalLong.empty();
    }

    private void fill(BlockIndex block) {
        int length = volume.lengthOf(block);
        if (length <= 0 || volume.isPresent(block)) {
            return;
        }
        yieldToUsers();
        waitFor(rate.take(length, parts.nanoTime().getAsLong()));
        try {
            if (volume.fillIfAbsent(block)) {
                filled(length);
            }
        } catch (Failure.Corrupt e) {
            damaged.incrementAndGet();
        }
    }

    private void filled(int length) {
        bytesPresent.addAndGet(length);
        bytesFilled.addAndGet(length);
        if (unflushed.addAndGet(length) >= UNFLUSHED_BYTES_MAX) {
            unflushed.set(0);
            volume.flush();
        }
    }

    private void yieldToUsers() {
        for (int i = 0; i < YIELDS_MAX && volume.isInDemand() && !stopped; i++) {
            parts.pause().nanos(YIELD_NANOS);
        }
    }

    private void waitFor(long nanos) {
        long end = parts.nanoTime().getAsLong() + nanos;
        for (long left = nanos;
                left > 0 && !stopped;
                left = end - parts.nanoTime().getAsLong()) {
            parts.pause().nanos(Math.min(left, PAUSED_NANOS));
        }
    }
}
