package io.ebsnap.account;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.task.TaskView;
import io.ebsnap.tiering.ArchivalPlan;
import io.ebsnap.tiering.ArchiveStatus;
import io.ebsnap.tiering.SnapshotTier;
import io.ebsnap.tiering.TierRestore;
import io.ebsnap.tiering.TieringService;
import java.util.List;

/**
 * Moves of an account's own snapshots. The archive is everybody's, and its care the administrator's.
 *
 * @param tiering of everybody
 * @param visible which snapshots it sees
 */
public record AccountTiering(TieringService tiering, VisibleSnapshots visible) implements TieringService {

    @Override
    public SnapshotRecord archive(SnapshotId id) {
        visible.requireOwn(id);
        return tiering.archive(id);
    }

    /** What would be moved depends on what others hold under its key. */
    @Override
    public ArchivalPlan plan(SnapshotId id) {
        visible.requireAlone(id, "measuring snapshots");
        return tiering.plan(id);
    }

    @Override
    public SnapshotRecord restore(SnapshotId id, TierRestore order) {
        visible.requireOwn(id);
        return tiering.restore(id, order);
    }

    @Override
    public SnapshotRecord cancel(SnapshotId id) {
        visible.requireOwn(id);
        return tiering.cancel(id);
    }

    @Override
    public List<SnapshotTier> list() {
        return tiering.list().stream()
                .filter(tier -> visible.isOwn(tier.snapshot()))
                .toList();
    }

    /** Of another's it says nothing: that it is another's is found out by what follows. */
    @Override
    public void requireOldEnough(SnapshotId id) {
        if (visible.isOwn(id)) {
            tiering.requireOldEnough(id);
        }
    }

    @Override
    public ArchiveStatus status() {
        throw Administrator.alone("describing the archive");
    }

    @Override
    public TaskView collect() {
        throw Administrator.alone("collecting the archive");
    }
}
