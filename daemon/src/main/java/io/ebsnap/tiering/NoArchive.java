package io.ebsnap.tiering;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.task.TaskView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A store without an archive: nothing was ever archived, and nothing can be. */
public final class NoArchive implements TieringService {

    /** There is only one kind of nothing. */
    public NoArchive() {}

    @Override
    public SnapshotRecord archive(SnapshotId id) {
        throw notConfigured();
    }

    @Override
    public ArchivalPlan plan(SnapshotId id) {
        throw notConfigured();
    }

    @Override
    public SnapshotRecord restore(SnapshotId id, TierRestore order) {
        throw new Failure.Conflict(id + " is not archived");
    }

    @Override
    public SnapshotRecord cancel(SnapshotId id) {
        throw new Failure.Conflict(id + " is not being moved between tiers");
    }

    @Override
    public List<SnapshotTier> list() {
        return List.of();
    }

    @Override
    public void requireOldEnough(SnapshotId id) {
        // Nothing is archived.
    }

    @Override
    public ArchiveStatus status() {
        return new ArchiveStatus(
                Optional.empty(),
                Optional.empty(),
                ArchiveStatus.State.UNMADE,
                "",
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                Duration.ZERO,
                0);
    }

    @Override
    public TaskView collect() {
        throw notConfigured();
    }

    private static Failure notConfigured() {
        return new Failure.Unavailable(
                "no directory is configured for the archive: archive.directory, see ebsnapd.conf(5)", null);
    }
}
