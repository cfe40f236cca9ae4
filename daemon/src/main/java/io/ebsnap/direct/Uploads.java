package io.ebsnap.direct;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.Reason;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.SnapshotId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots that clients write block by block. Those that a former daemon left go on; where that cannot be now, because a key is not to be had, say, they
 * wait, and no collection of their domain deletes anything meanwhile. Safe for use by several threads.
 */
final class Uploads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

    /** How many may wait for a place: each has a thread of its client's. */
    private static final int STARTING_MAX = 8;

    private final DirectContext context;
    private final DirectSettings settings;
    private final UploadIntake intake;
    private final Map<SnapshotId, Upload> open = new ConcurrentHashMap<>();

    @GuardedBy("this")
    private final Map<SnapshotId, Waiting> waiting = new HashMap<>();

    @GuardedBy("this")
    private int starting;

    @GuardedBy("this")
    private boolean closed;

    /**
     * One that cannot go on now.
     *
     * @param doubt keeps collections from deleting what it refers to
     * @param sinceNanos since when
     */
    private record Waiting(MapsInUse.Doubt doubt, long sinceNanos) {}

    Uploads(DirectContext context, DirectSettings settings) {
        this.context = context;
        this.settings = settings;
        this.intake = new UploadIntake(context, settings);
    }

    /** Goes on with what a former daemon left, before anybody collects garbage. */
    synchronized void recover() {
        Set<SnapshotId> pending = new HashSet<>();
        for (SnapshotRecord record : pendingRecords()) {
            SnapshotId id = new SnapshotId(record.snapshotId());
            pending.add(id);
            await(id, record);
            resume(id, record);
        }
        UploadJournal.snapshots(context.storage().objects()).stream()
                .filter(id -> !pending.contains(id))
                .forEach(id -> UploadJournal.clear(context, id));
    }

    synchronized SnapshotRecord start(UploadOrder order) {
        UploadRules.check(order);
        SnapshotId id = intake.names().id(order);
        awaitPlace(id);
        if (closed) {
            throw new Failure.Unavailable("the daemon is stopping", null);
        }
        Optional<SnapshotRecord> earlier = find(id);
        if (earlier.isPresent()) {
            return intake.repeated(order, earlier.get());
        }
        dropFormer(id);
        if (isFull()) {
            throw new Failure.Exhausted(
                    settings.uploadsMax() + " snapshots are being written block by block, as many as may be", null);
        }
        SnapshotRecord record = intake.pending(order, id);
        Upload upload = intake.begin(record);
        try {
            context.reached("direct.before-pending");
            context.storage().catalog().create(CatalogKind.SNAPSHOT, record);
        } catch (RuntimeException e) {
            // It may have been made all the same: the next round finds out.
            await(id, record);
            upload.close();
            throw e;
        }
        context.reached("direct.after-pending");
        open.put(id, upload);
        LOG.info("snapshot={} state=pending parent={}", id, order.parent());
        return record;
    }

    /**
     * One that blocks can be put into.
     *
     * @throws Failure.NotFound if there is no such snapshot
     * @throws Failure.Conflict if it is not pending, or nobody writes it block by block
     */
    Upload require(SnapshotId id) {
        Upload upload = open.get(id);
        return upload == null ? resumed(id) : upload;
    }

    SnapshotRecord complete(UploadEnd end) {
        SnapshotRecord record = visible(end.snapshot());
        if (record.state() == SnapshotState.COMPLETED && record.origin().direct()) {
            return record;
        }
        SnapshotRecord completed = require(end.snapshot()).complete(end);
        ended(end.snapshot());
        return completed;
    }

    /** Ends what was abandoned, and tries again to go on with what waits. */
    void round() {
        open.forEach((id, upload) -> {
            try {
                if (upload.look()) {
                    ended(id);
                }
            } catch (Failure e) {
                LOG.warn("snapshot={} whether it is abandoned cannot be told now: {}", id, e.getMessage());
            }
        });
        lookAtWaiting();
    }

    /** Lets go of all of them: the next daemon goes on. */
    @Override
    public synchronized void close() {
        closed = true;
        open.values().forEach(Upload::close);
        open.clear();
        notifyAll();
    }

    @GuardedBy("this")
    private boolean isFull() {
        return open.size() + waiting.size() >= settings.uploadsMax();
    }

    /** For a snapshot that has none yet, where there is none; others go on meanwhile. */
    @GuardedBy("this")
    private void awaitPlace(SnapshotId id) {
        LongSupplier clock = context.surroundings().nanoClock();
        long patience = starting < STARTING_MAX ? settings.startPatience().toNanos() : 0;
        long begun = clock.getAsLong();
        starting++;
        try {
            for (long left = patience; left > 0 && isWanting(id); left = patience - (clock.getAsLong() - begun)) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            starting--;
        }
    }

    @GuardedBy("this")
    private boolean isWanting(SnapshotId id) {
        return !closed && isFull() && !open.containsKey(id) && find(id).isEmpty();
    }

    private void ended(SnapshotId id) {
        open.remove(id);
        synchronized (this) {
            notifyAll();
        }
    }

    private synchronized void lookAtWaiting() {
        for (Map.Entry<SnapshotId, Waiting> entry : Map.copyOf(waiting).entrySet()) {
            SnapshotId id = entry.getKey();
            try {
                look(id, entry.getValue());
            } catch (Failure e) {
                LOG.warn("snapshot={} cannot go on now: {}", id, e.getMessage());
            }
        }
    }

    /** One of the same client token that was deleted, which no round has seen yet. */
    @GuardedBy("this")
    private void dropFormer(SnapshotId id) {
        Upload former = open.remove(id);
        if (former != null) {
            former.drop();
        }
        waitNoMore(id);
    }

    @GuardedBy("this")
    private void look(SnapshotId id, Waiting waits) {
        Optional<SnapshotRecord> record = find(id);
        if (record.isEmpty() || record.get().state() != SnapshotState.PENDING) {
            UploadJournal.clear(context, id);
            waitNoMore(id);
        } else if (!resume(id, record.get())) {
            expire(id, record.get(), waits);
        }
    }

    @GuardedBy("this")
    private void expire(SnapshotId id, SnapshotRecord record, Waiting waits) {
        if (context.surroundings().nanoClock().getAsLong() - waits.sinceNanos()
                >= Upload.timeout(record).toNanos()) {
            fail(id, "no block was put for " + Upload.timeout(record).toMinutes() + " minutes");
        }
    }

    private synchronized Upload resumed(SnapshotId id) {
        SnapshotRecord record = visible(id);
        if (waiting.containsKey(id) && record.state() == SnapshotState.PENDING) {
            resume(id, record);
        }
        Upload upload = open.get(id);
        if (upload != null) {
            return upload;
        }
        if (waiting.containsKey(id)) {
            throw new Failure.Unavailable(id + " cannot go on now: its key or its journal cannot be had", null);
        }
        throw new Failure.Conflict(
                Reason.INVALID_SNAPSHOT_ID, id + " is not pending, or was not started to be written block by block");
    }

    /**
     * Tries to go on with one that waits.
     *
     * @return false if it still waits
     */
    @GuardedBy("this")
    private boolean resume(SnapshotId id, SnapshotRecord record) {
        try {
            open.put(id, Upload.open(record, context, UploadBeginning.ofJournal(record, context)));
            LOG.info("snapshot={} state=pending resumed=true", id);
            waitNoMore(id);
            return true;
        } catch (Failure.Corrupt e) {
            fail(id, "what was written of it is lost: " + e.getMessage());
            return true;
        } catch (Failure e) {
            LOG.warn("snapshot={} cannot go on now: {}", id, e.getMessage());
            return false;
        }
    }

    @GuardedBy("this")
    private void fail(SnapshotId id, String why) {
        Upload.fail(id, why, context);
        UploadJournal.clear(context, id);
        waitNoMore(id);
    }

    @GuardedBy("this")
    private void await(SnapshotId id, SnapshotRecord record) {
        MapsInUse.Doubt doubt = context.storage()
                .mapsInUse()
                .doubt(DomainId.parse(record.origin().domainId()), id + " is written block by block, and cannot go on");
        waiting.put(id, new Waiting(doubt, context.surroundings().nanoClock().getAsLong()));
    }

    @GuardedBy("this")
    private void waitNoMore(SnapshotId id) {
        Waiting ended = waiting.remove(id);
        if (ended != null) {
            ended.doubt().close();
            notifyAll();
        }
    }

    private SnapshotRecord visible(SnapshotId id) {
        return find(id).filter(SnapshotRecord::visible)
                .orElseThrow(() -> new Failure.NotFound(Reason.SNAPSHOT_NOT_FOUND, "there is no " + id));
    }

    private Optional<SnapshotRecord> find(SnapshotId id) {
        return context.storage().catalog().find(CatalogKind.SNAPSHOT, id.value());
    }

    private List<SnapshotRecord> pendingRecords() {
        try (Stream<SnapshotRecord> records = context.storage().catalog().list(CatalogKind.SNAPSHOT)) {
            return records.filter(record -> record.state() == SnapshotState.PENDING
                            && record.origin().direct())
                    .toList();
        }
    }
}
