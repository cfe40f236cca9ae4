package io.ebsnap.account;

import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.check.Sample;
import io.ebsnap.check.ScrubStatus;
import io.ebsnap.check.StoreDay;
import io.ebsnap.check.StoreMaintenance;
import io.ebsnap.check.StoreStatistics;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.SnapshotService;
import io.ebsnap.task.TaskView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The store as an account sees it: its own snapshots counted, and nothing of what all share but the room that is left.
 *
 * @param store of everybody
 * @param snapshots that it sees
 * @param visible which these are
 * @param owners are told of its tasks
 */
public record AccountStore(
        StoreMaintenance store, SnapshotService snapshots, VisibleSnapshots visible, TaskOwners owners)
        implements StoreMaintenance {

    @Override
    public TaskView verify(Sample sample, boolean repair) {
        throw Administrator.alone("verifying the store");
    }

    @Override
    public TaskView verifyArchive(Sample sample) {
        throw Administrator.alone("verifying the archive");
    }

    @Override
    public TaskView verifySnapshot(SnapshotId id) {
        visible.requireAlone(id, "verifying snapshots");
        return owners.begun(store.verifySnapshot(id), visible.account());
    }

    @Override
    public TaskView collectGarbage() {
        throw Administrator.alone("collecting garbage");
    }

    @Override
    public TaskView rebuildIndex() {
        throw Administrator.alone("rebuilding the index");
    }

    @Override
    public ScrubStatus scrubStatus() {
        throw Administrator.alone("how far the store was verified");
    }

    @Override
    public Optional<ScrubStatus> archiveScrubStatus() {
        throw Administrator.alone("how far the archive was verified");
    }

    @Override
    public Optional<Instant> verifiedAt(SnapshotRecord snapshot) {
        return store.verifiedAt(snapshot);
    }

    @Override
    public List<StoreDay> history() {
        throw Administrator.alone("how the store has grown");
    }

    @Override
    public StoreStatistics statistics() {
        StoreStatistics all = store.statistics();
        List<SnapshotRecord> own =
                snapshots.list().stream().filter(visible::isOwn).toList();
        return new StoreStatistics(
                all.storeId(),
                all.created(),
                0,
                0,
                0,
                0,
                0,
                0,
                count(own, SnapshotState.COMPLETED),
                count(own, SnapshotState.PENDING),
                count(own, SnapshotState.ERROR),
                own.stream().mapToLong(AccountStore::bytes).sum(),
                0,
                all.freeBytes(),
                0,
                0);
    }

    private static long count(List<SnapshotRecord> snapshots, SnapshotState state) {
        return snapshots.stream().filter(snapshot -> snapshot.state() == state).count();
    }

    private static long bytes(SnapshotRecord snapshot) {
        SnapshotContent content = snapshot.content();
        return content == null ? 0 : content.fullSnapshotSizeInBytes();
    }
}
