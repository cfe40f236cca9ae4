package io.ebsnap.check;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.chunk.ChunkIndex;
import io.ebsnap.chunk.PackSummary;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.ScrubFile;
import io.ebsnap.format.ScrubbedPart;
import io.ebsnap.task.TaskId;
import io.ebsnap.task.TaskRegistry;
import io.ebsnap.task.TaskState;
import io.ebsnap.task.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies the store part by part, so that within a period everything was read and proven once. What is longest ago comes first; after a pause of the daemon
 * the parts that are late follow each other four times as fast as otherwise. Safe for use by several threads.
 */
final class Scrubbing {

    private static final Logger LOG = LoggerFactory.getLogger(Scrubbing.class);
    private static final int CATCHING_UP = 4;

    private final ScrubLedger ledger;
    private final Parts parts;
    private final Duration period;
    private final InstantSource clock;

    @GuardedBy("this")
    private @Nullable TaskId running;

    /**
     * What it is made of.
     *
     * @param index of the packs
     * @param tasks that it looks at
     * @param start starts the verification of a part, from 1
     */
    record Parts(ChunkIndex index, TaskRegistry tasks, IntFunction<TaskView> start) {}

    Scrubbing(ScrubLedger ledger, Parts parts, ScrubSettings settings) {
        this.ledger = ledger;
        this.parts = parts;
        this.period = settings.period();
        this.clock = settings.clock();
    }

    /** Starts the next part if one is due and none is being verified. To be called every minute. */
    synchronized void round() {
        Instant due = next().orElse(Instant.MAX);
        if (isRunning() || due.isAfter(clock.instant())) {
            return;
        }
        try {
            running = parts.start().apply(oldestPart() + 1).id();
        } catch (Failure.Exhausted e) {
            LOG.debug("the next part of the store waits for other tasks: {}", e.getMessage());
        }
    }

    /** How far the store was verified. Looks at every pack's entry in the index. */
    ScrubStatus status() {
        List<ScrubbedPart> all = ledger.parts();
        long[] stored = storedBytes();
        Instant now = clock.instant();
        long since = now.minus(ScrubStatus.verifiedWithin(period)).getEpochSecond();
        long verified = 0;
        long never = 0;
        long total = 0;
        for (int part = 0; part < stored.length; part++) {
            ScrubbedPart read = all.get(part);
            long known = Math.min(read.bytes(), stored[part]);
            total += stored[part];
            never += stored[part] - known;
            verified += read.seconds() >= since ? known : 0;
        }
        Instant due = next().map(time -> time.isBefore(now) ? now : time).orElse(null);
        return new ScrubStatus(period, total, verified, oldest(all), never, isRunning(), due);
    }

    private static @Nullable Instant oldest(List<ScrubbedPart> all) {
        return all.stream()
                .mapToLong(ScrubbedPart::seconds)
                .filter(seconds -> seconds > 0)
                .boxed()
                .min(Long::compare)
                .map(Instant::ofEpochSecond)
                .orElse(null);
    }

    /** When the next part is due: a period after it was last read, and not too soon after another one. */
    private Optional<Instant> next() {
        if (period.isZero()) {
            return Optional.empty();
        }
        List<ScrubbedPart> all = ledger.parts();
        Instant late = Instant.ofEpochSecond(all.get(oldestPart()).seconds()).plus(period);
        long newest = all.stream().mapToLong(ScrubbedPart::seconds).max().orElse(0);
        Instant spread = Instant.ofEpochSecond(newest).plus(period.dividedBy((long) ScrubFile.PARTS * CATCHING_UP));
        return Optional.of(late.isAfter(spread) ? late : spread);
    }

    private int oldestPart() {
        List<ScrubbedPart> all = ledger.parts();
        int oldest = 0;
        for (int part = 1; part < all.size(); part++) {
            if (all.get(part).seconds() < all.get(oldest).seconds()) {
                oldest = part;
            }
        }
        return oldest;
    }

    private synchronized boolean isRunning() {
        if (running == null) {
            return false;
        }
        try {
            return parts.tasks().show(running).state() == TaskState.RUNNING;
        } catch (Failure.NotFound forgotten) {
            return false;
        }
    }

    private long[] storedBytes() {
        long[] bytes = new long[ScrubFile.PARTS];
        try (Stream<PackSummary> packs = parts.index().packs()) {
            packs.filter(pack -> !pack.condemned())
                    .forEach(pack -> bytes[Sample.partOf(pack.id(), bytes.length) - 1] += pack.lengthBytes());
        }
        return bytes;
    }
}
