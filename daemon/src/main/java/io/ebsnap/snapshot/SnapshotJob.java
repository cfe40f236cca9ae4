package io.ebsnap.snapshot;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapEditor;
import io.ebsnap.blockmap.BlockMapReader;
import io.ebsnap.catalog.DistantOrigin;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotGroup;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.chunk.ChunkWriter;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.device.PointInTime;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.task.RateMeter;
import io.ebsnap.tracking.ChangeDetection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One snapshot on its way from a fixed instant to a completed record: the states of {@link JobState}, and one method that moves between them.
 *
 * <p>Order of what becomes durable: packs, their place in the index, then the record, in one update. Until that update nothing refers to
 * what was stored, and the writer's pins keep it; a crash before it leaves garbage and a pending record, from which the next daemon
 * goes on or ends with an error.
 *
 * <p>The map is built anew from every block, not edited from the parent's: its pages are then all looked up, pinned and, if one was
 * found damaged, stored again, for the price of hashing 8 KiB in 128 MiB; and the parent may be deleted meanwhile.
 */
final class SnapshotJob {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotJob.class);
    private static final long EXPECTED_CHUNKS_MAX = 1L << 16;

    /** Of blocks that come from far away so many are asked for at a time: what is limited is how long each takes. */
    private static final CopyThreads TRANSFER_THREADS = new CopyThreads(8, 8);

    private final SnapshotRecord record;
    private final PointInTime instant;
    private final JobContext context;
    private final CopyMeter meter = new CopyMeter();
    private final CountDownLatch end = new CountDownLatch(1);

    @GuardedBy("this")
    private JobState state = JobState.QUEUED;

    @GuardedBy("this")
    private StopReason stop = StopReason.NONE;

    @GuardedBy("this")
    private @Nullable BlockCopy copy;

    private volatile RateMeter rate;
    private volatile @Nullable ChunkWriter writer;

    SnapshotJob(SnapshotRecord record, PointInTime instant, JobContext context) {
        this.record = record;
        this.instant = instant;
        this.context = context;
        this.rate = new RateMeter(context.surroundings().nanoClock());
    }

    String id() {
        return record.snapshotId();
    }

    String volume() {
        return record.volumeId();
    }

    /** The volume that is made of it as a copy; empty for somebody's snapshot. */
    Optional<String> copyVolume() {
        return Optional.ofNullable(record.origin().copyVolumeId());
    }

    /** Jobs of one lane run one after the other: those of one volume, and those from one place far away. */
    String lane() {
        return instant instanceof DistantInstant distant ? distant.place() : volume();
    }

    /** Whether it failed, and another one of the same instant is of no use without it. */
    boolean failedFor(SnapshotJob other) {
        SnapshotGroup group = record.origin().group();
        return group != null && other.record.origin().isOf(group.snapshotGroupId()) && state() == JobState.FAILED;
    }

    /** Whether it comes from far away, where nobody knows when there is an answer. */
    boolean isTransfer() {
        return instant instanceof DistantInstant;
    }

    /** Whether a file system is frozen, or a device held, until it is done: it does not wait for others. */
    boolean urgent() {
        return instant.method() == ConsistencyMethod.FROZEN;
    }

    /** Whether another instant of the same device can be had while this one is held. */
    boolean exclusive() {
        return switch (instant.method()) {
            case MANAGED_EPOCH, FROZEN, UNUSED -> true;
            case LVM_SNAPSHOT, REFLINK, READ_ONLY, EXPORT, COPY, FUZZY -> false;
        };
    }

    /** Does all of it, and ends in one of the end states; throws nothing. To be called once. */
    void run() {
        try {
            if (begin()) {
                copyAndCommit();
            }
        } catch (Stopped e) {
            LOG.debug("snapshot={} stopped", id());
        } catch (Failure e) {
            failUnlessStopped(e);
        } catch (RuntimeException | Error e) {
            LOG.error("snapshot={} unexpected failure", id(), e);
            fail("internal error: " + e);
        } finally {
            endEarly();
            release();
            end.countDown();
        }
    }

    /** Asks it to stop; it ends soon, unless it is committing already. */
    void stop(StopReason reason) {
        BlockCopy running;
        synchronized (this) {
            if (stop != StopReason.CANCELLED) {
                stop = reason;
            }
            running = copy;
        }
        if (running != null) {
            running.stop();
        }
        instant.wake();
    }

    /** Waits for the end. */
    boolean awaitEnd(long millisMax) throws InterruptedException {
        return end.await(millisMax, TimeUnit.MILLISECONDS);
    }

    /** Whether nothing is left to be read: it ends soon, or has ended. */
    synchronized boolean isEnding() {
        return state == JobState.COMMITTING || state.ended();
    }

    synchronized JobState state() {
        return state;
    }

    SnapshotProgress progress() {
        long total = record.origin().sizeBytes();
        long done = meter.bytesDone.sum();
        JobState now = state();
        RateMeter measured = rate;
        double perSecond = now == JobState.QUEUED ? 0 : measured.perSecond(done);
        Duration remaining = RateMeter.remaining(total - done, perSecond);
        return new SnapshotProgress(
                new SnapshotId(id()),
                phase(now, remaining),
                total,
                done,
                meter.bytesRead.sum(),
                meter.bytesChanged.sum(),
                meter.bytesNew.sum(),
                meter.bytesStored.sum(),
                perSecond,
                measured.elapsed(),
                remaining,
                stages());
    }

    /** Whether it will be late is told as long as something can be done about it. */
    private SnapshotPhase phase(JobState now, @Nullable Duration remaining) {
        DistantOrigin distant = record.origin().distant();
        Instant wanted = distant == null ? null : distant.completeBy();
        if (now != JobState.COPYING || wanted == null) {
            return now.phase();
        }
        Instant expected = context.surroundings().clock().instant().plus(remaining == null ? Duration.ZERO : remaining);
        return expected.isAfter(wanted) ? SnapshotPhase.AT_RISK : now.phase();
    }

    private List<StageRate> stages() {
        List<StageRate> stages = new ArrayList<>(meter.stages());
        ChunkWriter measured = writer;
        if (measured != null) {
            measured.stages()
                    .forEach(count -> stages.add(new StageRate(
                            count.stage().name().toLowerCase(Locale.ROOT), count.bytes(), count.busyNanos())));
        }
        return stages;
    }

    private boolean begin() {
        synchronized (this) {
            if (stop != StopReason.NONE) {
                return false;
            }
            moveTo(JobState.COPYING);
        }
        rate = new RateMeter(context.surroundings().nanoClock());
        LOG.info(
                "snapshot={} volume={} state=copying method={}",
                id(),
                volume(),
                instant.method().word());
        return true;
    }

    private void copyAndCommit() {
        DomainId domain = DomainId.parse(record.origin().domainId());
        try (ChunkWriter opened = context.storage().chunks().openWriter(domain, expectedChunks())) {
            writer = opened;
            Optional<SnapshotRecord> parent =
                    instant.parent().or(() -> context.records().parentOf(record));
            reached("snapshot.before-copy");
            try (ChangeSearch search = new ChangeSearch(context.trackers(), record, parent, instant)) {
                BlockMapEditor editor = copyBelieving(opened, search, parent);
                reached("snapshot.after-copy");
                instant.confirm();
                commit(opened, editor, search);
            }
        }
    }

    private void commit(ChunkWriter opened, BlockMapEditor editor, ChangeSearch search) {
        synchronized (this) {
            moveTo(JobState.COMMITTING);
        }
        BlockMap map = editor.finish();
        reached("snapshot.after-map");
        opened.flush();
        reached("snapshot.after-flush");
        meter.bytesStored.add(editor.pageBytesStored());
        search.finish(map);
        reached("snapshot.after-tags");
        context.records().complete(id(), search.parent(), content(map), search.detection());
        reached("snapshot.after-commit");
        completed(search.detection());
        if (copyVolume().isEmpty()) {
            search.completed(map);
        }
        reached("snapshot.after-tracking");
    }

    /** If somebody is believed who turns out to be wrong, everything is compared instead; what is stored already is found again. */
    private BlockMapEditor copyBelieving(ChunkWriter opened, ChangeSearch search, Optional<SnapshotRecord> parent) {
        BlockMapEditor editor = newMap(opened);
        try {
            copy(new CopyOrder(
                    instant.source(),
                    opened,
                    editor,
                    blocksOf(parent),
                    known(opened, search, earlier(blocksOf(parent)))));
            search.confirm();
            return editor;
        } catch (Contradiction lie) {
            distrust(search, lie);
            meter.beginAnew();
            BlockMapEditor again = newMap(opened);
            copy(new CopyOrder(
                    instant.source(),
                    opened,
                    again,
                    blocksOf(parent),
                    known(opened, search, earlier(ParentBlocks.none()))));
            return again;
        }
    }

    /** First nobody believes the liar any more, also after a crash; then it is noted for people. */
    private void distrust(ChangeSearch search, Contradiction lie) {
        try {
            search.distrust(lie);
        } finally {
            context.contradictions().record(record, lie);
        }
    }

    private static KnownBlocks known(ChunkWriter opened, ChangeSearch search, KnownBlocks.Earlier earlier) {
        return new KnownBlocks(earlier, search.finding(), opened, search.geometry());
    }

    private KnownBlocks.Earlier earlier(ParentBlocks parent) {
        return new KnownBlocks.Earlier(
                parent, instant instanceof DistantInstant distant ? distant.familiar() : FamiliarBlocks.NONE);
    }

    private ParentBlocks blocksOf(Optional<SnapshotRecord> parent) {
        BlockMapReader reader = new BlockMapReader(context.storage().pages());
        return parent.map(known -> ParentBlocks.of(reader, BlockMap.of(known))).orElseGet(ParentBlocks::none);
    }

    /** All blocks, as if all had content, within reason: only a hint, and a sparse volume names few. */
    private long expectedChunks() {
        return Math.min(EXPECTED_CHUNKS_MAX, new VolumeGeometry(record.origin().sizeBytes()).blockCount());
    }

    private BlockMapEditor newMap(ChunkWriter opened) {
        VolumeGeometry geometry = instant.source().geometry();
        if (geometry.sizeBytes() != record.origin().sizeBytes()) {
            throw new Failure.Unavailable(
                    instant.source().name() + " has " + geometry.sizeBytes() + " bytes, and had "
                            + record.origin().sizeBytes() + " at the instant of the snapshot",
                    null);
        }
        BlockMap empty = BlockMap.empty(geometry, opened.domain());
        return new BlockMapEditor(opened, context.storage().pages(), empty, geometry);
    }

    private void copy(CopyOrder order) {
        BlockCopy begun = new BlockCopy(
                order,
                meter,
                isTransfer() ? TRANSFER_THREADS : context.settings().copyThreads(),
                context.surroundings().nanoClock());
        synchronized (this) {
            copy = begun;
            if (stop != StopReason.NONE) {
                begun.stop();
            }
        }
        if (!ranWhole(begun)) {
            keepWhatIsStored(order.writer());
            throw new Stopped();
        }
    }

    /** Who was woken because the copy was asked to stop fails; that is no failure of the copy. */
    private boolean ranWhole(BlockCopy begun) {
        try {
            return begun.run("copy-" + id().substring(5, 13));
        } catch (Failure.Unavailable e) {
            if (isTransfer() && isStopped()) {
                return false;
            }
            throw e;
        }
    }

    private void failUnlessStopped(Failure failure) {
        if (!isTransfer() || !isStopped()) {
            fail(failure.getMessage());
        }
    }

    private synchronized boolean isStopped() {
        return stop != StopReason.NONE;
    }

    /** What a paused copy has stored is found by its ids when it is copied again. */
    private void keepWhatIsStored(ChunkWriter opened) {
        synchronized (this) {
            if (stop != StopReason.SHUTDOWN || instant.artifact().isEmpty()) {
                return;
            }
        }
        try {
            opened.flush();
        } catch (Failure e) {
            LOG.warn("snapshot={} what was copied so far is copied again: {}", id(), e.getMessage());
        }
    }

    private SnapshotContent content(BlockMap map) {
        return new SnapshotContent(
                map.root().map(ChunkId::hex).orElse(null),
                meter.bytesContent.sum(),
                meter.blocksRead.sum(),
                meter.blocksZero.sum(),
                meter.blocksChanged.sum(),
                meter.blocksNew.sum(),
                meter.bytesStored.sum(),
                rate.elapsed().toMillis());
    }

    private void completed(ChangeDetection detection) {
        synchronized (this) {
            moveTo(JobState.COMPLETED);
        }
        LOG.info(
                "snapshot={} volume={} state=completed read={} changed={} stored={} millis={} changes=\"{}\"",
                id(),
                volume(),
                meter.bytesRead.sum(),
                meter.bytesChanged.sum(),
                meter.bytesStored.sum(),
                rate.elapsed().toMillis(),
                detection.text());
    }

    /** If it was stopped: paused where the instant outlives the daemon, else failed. */
    private void endEarly() {
        StopReason reason;
        synchronized (this) {
            if (state.ended()) {
                return;
            }
            reason = stop;
        }
        if (reason == StopReason.SHUTDOWN && instant.artifact().isPresent()) {
            pause();
        } else if (reason == StopReason.SHUTDOWN) {
            fail("the daemon was stopped before the snapshot was complete, and nothing could hold its instant");
        } else {
            fail("cancelled on request");
        }
    }

    private void pause() {
        synchronized (this) {
            moveTo(JobState.PAUSED);
        }
        LOG.info("snapshot={} volume={} state=pending paused=true", id(), volume());
    }

    private void fail(@Nullable String why) {
        String message = why == null ? "unknown failure" : why;
        LOG.error("snapshot={} volume={} state=error message=\"{}\"", id(), volume(), message);
        context.failures().record(id(), message);
        synchronized (this) {
            if (!state.ended()) {
                moveTo(JobState.FAILED);
            }
        }
    }

    private void release() {
        try {
            if (state() == JobState.PAUSED) {
                instant.suspend();
            } else {
                instant.close();
            }
        } catch (RuntimeException e) {
            LOG.warn("snapshot={} what held its instant could not be given up: {}", id(), e.getMessage());
        }
    }

    @GuardedBy("this")
    private void moveTo(JobState next) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException(id() + " cannot go from " + state + " to " + next);
        }
        state = next;
    }

    private void reached(String point) {
        context.surroundings().crashPoints().reached(point);
    }

    /** Ends a copy that was asked to stop. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("stopped on request", null, false, false);
        }
    }
}
