package io.ebsnap.restore.hydration;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.volume.Hydratable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads that fill a volume's blocks: what users have just shown interest in comes before what is planned. A damaged block is left out and
 * counted. One run at a time; {@link #fillPaced} may be called by any thread.
 */
final class FillWorkers {

    /** What a crash may cost of what was filled. */
    private static final long UNFLUSHED_BYTES_MAX = 64L << 20;

    private final Hydratable volume;
    private final Pace pace;
    private final Attention attention;
    private final int count;
    private final Runnable standBack;
    private final AtomicLong unflushed = new AtomicLong();
    private final AtomicLong damaged = new AtomicLong();

    FillWorkers(Hydratable volume, Pace pace, Attention attention, HydrationParts parts) {
        this.volume = volume;
        this.pace = pace;
        this.attention = attention;
        this.count = parts.workers();
        this.standBack = parts.standBack();
    }

    /**
     * Fills all that is planned, unless the pace ends before.
     *
     * @param plan gives each block to one worker
     * @param between is done between two blocks
     * @return how many blocks are damaged
     */
    long run(FillPlan plan, Runnable between) {
        damaged.set(0);
        List<RuntimeException> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            workers.add(Thread.ofPlatform()
                    .daemon()
                    .name(Thread.currentThread().getName() + "-" + i)
                    .start(() -> fillAll(plan, between, failures)));
        }
        workers.forEach(this::join);
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        return damaged.get();
    }

    private void join(Thread worker) {
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                // Nobody interrupts it but to end it.
                pace.end();
            }
        }
    }

    private void fillAll(FillPlan plan, Runnable between, List<RuntimeException> failures) {
        standBack.run();
        try {
            while (failures.isEmpty() && pace.awaitResumed()) {
                OptionalLong wanted = attention.next();
                OptionalLong next = wanted.isPresent() ? wanted : plan.next();
                if (next.isEmpty()) {
                    return;
                }
                if (!fill(new BlockIndex(next.getAsLong())) && wanted.isEmpty()) {
                    damaged.incrementAndGet();
                }
                between.run();
            }
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    /** Returns false if the block is damaged. */
    private boolean fill(BlockIndex block) {
        try {
            fillPaced(block);
            return true;
        } catch (Failure.Corrupt e) {
            return false;
        }
    }

    /** Fills a block when it is its turn, unless it is there or the pace ends before. */
    void fillPaced(BlockIndex block) {
        int length = volume.lengthOf(block);
        if (length > 0
                && !volume.isPresent(block)
                && pace.awaitTurn(length, volume::isInDemand)
                && volume.fillIfAbsent(block)
                && unflushed.addAndGet(length) >= UNFLUSHED_BYTES_MAX) {
            unflushed.set(0);
            volume.flush();
        }
    }
}
