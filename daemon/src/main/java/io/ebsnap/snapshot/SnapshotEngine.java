package io.ebsnap.snapshot;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ContradictionRecord;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.RecycleBinStay;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.task.Surroundings;
import io.ebsnap.volume.CopiedVolumes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes snapshots and answers for them. {@link #start()} goes on with what a former daemon left; {@link #close()} pauses or ends
 * what is under way.
 */
public final class SnapshotEngine implements SnapshotService, DistantCopying, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotEngine.class);
    private static final long STOP_MILLIS_MAX = 60_000;

    private final SnapshotSources sources;
    private final JobContext context;
    private final SnapshotRecords records;
    private final SnapshotGroups groups;
    private final FailureLedger failures;
    private final Contradictions contradictions;
    private final SnapshotQueue queue;
    private final SnapshotIntake intake;
    private final SnapshotCopies copies;
    private final DistantCopies distantCopies;
    private final SnapshotComparison comparison;
    private final SizeCensus census;

    public SnapshotEngine(
            SnapshotSources sources, SnapshotStorage storage, SnapshotSettings settings, Surroundings surroundings) {
        this.sources = sources;
        this.records = new SnapshotRecords(storage.catalog(), surroundings.clock());
        this.groups = new SnapshotGroups(records, storage.objections());
        this.failures = new FailureLedger(records, groups);
        this.contradictions = new Contradictions(storage.catalog(), surroundings.clock());
        this.context =
                new JobContext(storage, sources.trackers(), records, failures, contradictions, settings, surroundings);
        this.queue = new SnapshotQueue(settings);
        this.intake = new SnapshotIntake(sources, context, queue);
        this.copies = new SnapshotCopies(context, queue);
        this.distantCopies = new DistantCopies(context, queue, sources.elsewhere());
        this.comparison = new SnapshotComparison(storage.pages());
        this.census = new SizeCensus(storage, records, ReferenceTable.SLOTS_MAX);
    }

    /** Goes on with the snapshots that are pending, or ends them. To be called once, before any other call. */
    public void start() {
        sources.trackers().sweep(this::mayExist);
        queue.submit(
                new PendingRecovery(sources, new PendingRecovery.Copies(copies, distantCopies), context).recover());
    }

    /** Makes copies of volumes. */
    public VolumeCopies volumeCopies(CopiedVolumes volumes) {
        return new VolumeCopies(volumes, intake, queue, context);
    }

    @Override
    public List<SnapshotRecord> create(SnapshotOrder order) {
        failures.settle();
        return intake.accept(order);
    }

    @Override
    public SnapshotRecord copy(SnapshotCopyOrder order) {
        failures.settle();
        return copies.accept(order);
    }

    @Override
    public CopyPlan planCopy(SnapshotCopyOrder order) {
        return copies.plan(order);
    }

    @Override
    public SnapshotRecord copyFrom(DistantCopyOrder order) {
        failures.settle();
        return distantCopies.accept(order);
    }

    @Override
    public DistantPlan planCopyFrom(DistantCopyOrder order) {
        return distantCopies.plan(order);
    }

    @Override
    public Optional<SnapshotRecord> find(SnapshotId id) {
        return records.find(id.value()).filter(SnapshotRecord::visible).map(failures::seen);
    }

    @Override
    public List<SnapshotRecord> list() {
        return records.list(SnapshotRecord::visible).stream()
                .map(failures::seen)
                .toList();
    }

    @Override
    public Optional<SnapshotProgress> progress(SnapshotId id) {
        return queue.find(id.value()).map(SnapshotJob::progress);
    }

    @Override
    public SnapshotRecord cancel(SnapshotId id) {
        failures.settle();
        SnapshotRecord record = failures.seen(records.require(id.value()));
        if (record.state() != SnapshotState.PENDING) {
            throw new Failure.Conflict(id + " is not pending");
        }
        objection(record).ifPresent(reason -> {
            throw new Failure.Conflict(id + " is not cancelled: " + reason);
        });
        if (record.origin().direct()) {
            failures.record(id.value(), "cancelled on request");
        } else {
            stopAndWait(id);
        }
        return records.require(id.value());
    }

    @Override
    public List<Deletion> delete(Collection<SnapshotId> ids) {
        failures.settle();
        return ids.stream().distinct().map(id -> delete(id, ids)).toList();
    }

    @Override
    public void untrack(String volume) {
        String id = sources.managed()
                .named(volume)
                .map(managed -> managed.record().volumeId())
                .orElseGet(() -> sources.volumes().resolve(volume).volumeId());
        sources.managed().untrack(id);
        sources.trackers().forget(id);
        contradictions.settle(id);
    }

    @Override
    public List<ContradictionRecord> contradictions() {
        return contradictions.list();
    }

    @Override
    public DiffPage diff(SnapshotId first, SnapshotId second, BlockIndex from, int limit) {
        if (limit < 1 || limit > DIFF_LIMIT_MAX) {
            throw new Failure.Invalid("the limit " + limit + " is not in 1.." + DIFF_LIMIT_MAX);
        }
        try {
            return comparison.compare(map(first), map(second), from, limit);
        } catch (Failure.Corrupt e) {
            // One that was deleted and collected meanwhile is not damaged.
            records.require(first.value());
            records.require(second.value());
            throw e;
        }
    }

    @Override
    public SnapshotSizes sizes(Collection<SnapshotId> ids) {
        return census.sizes(ids.stream().distinct().map(this::completed).toList());
    }

    @Override
    public Map<String, SnapshotSizes> sizesOfAll() {
        return census.sizesOfAll();
    }

    @Override
    public Map<String, String> parents() {
        try (Stream<ManagedVolumeRecord> volumes = context.storage().catalog().list(CatalogKind.MANAGED_VOLUME)) {
            return new Lineage(records.list(SnapshotRecord::visible), volumes.toList()).parents();
        }
    }

    @Override
    public List<DomainUsage> usage() {
        return census.usage();
    }

    /** Pauses or ends what is under way, and waits for it. */
    @Override
    public void close() {
        try {
            for (SnapshotJob job : queue.close()) {
                if (!job.awaitEnd(STOP_MILLIS_MAX)) {
                    LOG.error("snapshot={} did not stop in time", job.id());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A record that cannot be read is not one that is gone. */
    private boolean mayExist(String snapshot) {
        try {
            return records.find(snapshot).isPresent();
        } catch (Failure e) {
            return true;
        }
    }

    private SnapshotRecord completed(SnapshotId id) {
        SnapshotRecord record = records.require(id.value());
        if (record.state() != SnapshotState.COMPLETED) {
            throw new Failure.Conflict(id + " is not completed");
        }
        return record;
    }

    private BlockMap map(SnapshotId id) {
        BlockMap map = BlockMap.of(records.require(id.value()));
        context.storage().keyring().keysOf(map.domain());
        return map;
    }

    private Deletion delete(SnapshotId id, Collection<SnapshotId> together) {
        try {
            Optional<SnapshotRecord> record = records.find(id.value()).filter(SnapshotRecord::visible);
            if (record.isEmpty()) {
                return new Deletion(id, Deletion.Outcome.NOT_FOUND, "there is no " + id);
            }
            Optional<String> objection = groups.needed(record.get(), together).or(() -> objection(record.get()));
            if (objection.isPresent()) {
                return new Deletion(id, Deletion.Outcome.FAILED, objection.get());
            }
            Optional<RecycleBinStay> stay = stayOf(record.get());
            if (stay.isPresent()) {
                return recycle(id, stay.get());
            }
            boolean pending = record.get().state() == SnapshotState.PENDING;
            if (pending) {
                stopAndWait(id);
            }
            context.surroundings().crashPoints().reached("delete.before-record");
            boolean deleted = deleteInAnyRoom(id);
            context.surroundings().crashPoints().reached("delete.after-record");
            LOG.info("snapshot={} deleted", id);
            return new Deletion(id, outcome(pending, deleted), "");
        } catch (Failure e) {
            String why = e.getMessage();
            return new Deletion(id, Deletion.Outcome.FAILED, why == null ? "unknown failure" : why);
        }
    }

    /** Only what is whole is worth being kept. */
    private Optional<RecycleBinStay> stayOf(SnapshotRecord record) {
        return record.state() == SnapshotState.COMPLETED
                ? context.storage().retention().stay(BinResourceType.EBS_SNAPSHOT, record.ownerId(), record.tags())
                : Optional.empty();
    }

    private Deletion recycle(SnapshotId id, RecycleBinStay stay) {
        context.surroundings().crashPoints().reached("delete.before-recycling");
        records.recycle(id.value(), stay);
        context.surroundings().crashPoints().reached("delete.after-recycling");
        LOG.info("snapshot={} deleted, in the recycle bin until {}", id, stay.exitTime());
        return new Deletion(id, Deletion.Outcome.RECYCLED, "", stay.exitTime());
    }

    private Optional<String> objection(SnapshotRecord record) {
        return context.storage().objections().stream()
                .flatMap(objection -> objection.to(record).stream())
                .findFirst();
    }

    /** A deletion is written down too: on a full disk the space that is held back for that is given up. */
    private boolean deleteInAnyRoom(SnapshotId id) {
        try {
            return records.delete(id.value());
        } catch (Failure.Exhausted e) {
            if (!context.storage().headroom().release()) {
                throw e;
            }
            return records.delete(id.value());
        }
    }

    private static Deletion.Outcome outcome(boolean pending, boolean deleted) {
        if (!deleted) {
            return Deletion.Outcome.NOT_FOUND;
        }
        return pending ? Deletion.Outcome.CANCELLED : Deletion.Outcome.DELETED;
    }

    private void stopAndWait(SnapshotId id) {
        Optional<SnapshotJob> job = queue.find(id.value());
        if (job.isEmpty()) {
            return;
        }
        queue.stop(job.get(), StopReason.CANCELLED);
        try {
            if (!job.get().awaitEnd(STOP_MILLIS_MAX)) {
                throw new Failure.Unavailable(id + " does not stop: its device does not answer", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.Unavailable("interrupted while waiting for " + id + " to stop", e);
        }
    }
}
