package io.ebsnap.restore.hydration;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.partition.DiskBytes;
import io.ebsnap.volume.Hydratable;
import io.ebsnap.volume.HydrationProgress;
import io.ebsnap.volume.HydrationProgress.Phase;
import io.ebsnap.volume.HydrationSettings;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The filling of one volume, from its opening to its closing: it waits for its turn among volumes, counts, plans, and lets workers fill what is
 * missing; want of room or a store that does not answer is waited for. Then the volume is hydrated, or impaired. Safe for use by several threads.
 */
final class VolumeHydration {

    private static final Logger LOG = LoggerFactory.getLogger(VolumeHydration.class);

    private static final long RETRY_NANOS = 5_000_000_000L;

    private final Hydratable volume;
    private final HydrationParts parts;
    private final Semaphore running;
    private final Pace pace;
    private final FillProgress progress;
    private final FillWorkers workers;
    private final TouchRecorder recorder;
    private final Thread thread;

    @GuardedBy("this")
    private boolean bootSetNoted;

    VolumeHydration(Hydratable volume, HydrationSettings settings, HydrationParts parts, Semaphore running) {
        this.volume = volume;
        this.parts = parts;
        this.running = running;
        this.progress = new FillProgress(volume, parts.nanoTime());
        this.pace = new Pace(parts, settings, this::noteBootSet);
        Attention attention = new Attention(progress::arrived);
        this.workers = new FillWorkers(volume, pace, attention, parts);
        this.recorder = new TouchRecorder(attention, parts.nanoTime());
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
        pace.adjust(next);
    }

    /** Ends it, and waits for that. */
    void stop() {
        pace.end();
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
        return progress.now(pace.isPaused());
    }

    private void run() {
        try {
            if (pace.await(running::tryAcquire)) {
                try {
                    runUntilDone();
                } finally {
                    running.release();
                }
            }
        } catch (RuntimeException | Error e) {
            progress.became(Phase.IMPAIRED, "filling it failed: " + e.getMessage());
            LOG.error("volume={} hydration failed", volume.name(), e);
        }
    }

    private void runUntilDone() {
        while (!pace.isEnded()) {
            progress.became(Phase.RUNNING, progress.message());
            try {
                pass();
                return;
            } catch (Failure.Exhausted | Failure.Unavailable | Failure.Denied e) {
                String reason = String.valueOf(e.getMessage());
                if (!progress.message().equals(reason)) {
                    LOG.warn("volume={} hydration waits: {}", volume.name(), reason);
                }
                progress.became(Phase.WAITING, reason);
                pace.waitFor(RETRY_NANOS);
            }
        }
    }

    /** One walk over all blocks. */
    private void pass() {
        count();
        Optional<FillPlan> plan = plan();
        if (plan.isEmpty()) {
            return;
        }
        progress.planned(plan.get().bootSet());
        noteBootSet();
        long damaged = workers.run(plan.get(), this::noteBootSet);
        if (!pace.isEnded()) {
            noteBootSet();
            end(damaged);
        }
    }

    private void end(long damaged) {
        if (damaged == 0) {
            volume.hydrated(progress.bytesTotal());
            progress.became(Phase.COMPLETED, "");
        } else {
            volume.flush();
            String message = damaged + (damaged == 1 ? " block is" : " blocks are") + " damaged in the store";
            progress.became(Phase.IMPAIRED, message);
            LOG.error("volume={} hydration ended: {}", volume.name(), message);
        }
    }

    /** How much there is to fill, and how much of it has arrived before. */
    private void count() {
        long total = 0;
        long present = 0;
        PrimitiveIterator.OfLong blocks = volume.mustFillFrom(new BlockIndex(0));
        while (blocks.hasNext() && !pace.isEnded()) {
            BlockIndex block = new BlockIndex(blocks.nextLong());
            int length = volume.lengthOf(block);
            total += length;
            present += volume.isPresent(block) ? length : 0;
        }
        progress.counted(total, present);
    }

    /** Empty if it ended meanwhile. While it is paused nothing is looked at: what users learn of the volume, they learn by themselves. */
    private Optional<FillPlan> plan() {
        if (!pace.awaitResumed()) {
            return Optional.empty();
        }
        List<Long> touched = parts.touches().of(volume.name()).blocks();
        List<Long> metadata =
                FileSystemMetadata.blocksOf(volume.name(), new DiskBytes(this::readPaced, 0, volume.sizeBytes()));
        return pace.isEnded() ? Optional.empty() : Optional.of(new FillPlan(volume, touched, metadata));
    }

    /** Reads as fast as it may be filled; zeros once it has ended. */
    private void readPaced(long offset, ByteBuffer target) {
        long last = (offset + target.remaining() - 1) / VolumeGeometry.BLOCK_BYTES;
        for (long block = offset / VolumeGeometry.BLOCK_BYTES; block <= last; block++) {
            workers.fillPaced(new BlockIndex(block));
        }
        if (!pace.isEnded()) {
            volume.read(offset, target);
        }
    }

    /** Notes durably that what is wanted first is there, as soon as it is. */
    private synchronized void noteBootSet() {
        if (!bootSetNoted) {
            progress.wholeBootSet().ifPresent(whole -> {
                volume.bootSetArrived(whole.bytesTotal());
                bootSetNoted = true;
            });
        }
    }
}
