package io.ebsnap.remote;

import io.ebsnap.catalog.DistantOrigin;
import io.ebsnap.catalog.RemoteRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.DistantPlan;
import io.ebsnap.snapshot.SnapshotProgress;
import io.ebsnap.snapshot.SnapshotService;
import java.util.List;
import java.util.Optional;

/**
 * Copies that remotes order: the same as those that are ordered here, but for whose they may be seen and ended.
 *
 * @param copies makes them
 * @param snapshots where they are
 */
record ReceivedCopies(RemoteCopies copies, SnapshotService snapshots) implements Receiving {

    @Override
    public PushPlan plan(PushOrder order) {
        DistantPlan plan = copies.planPull(order.asPull());
        String base = plan.base();
        return new PushPlan(plan.kmsKeyId(), base == null ? "" : base, plan.bytes(), plan.bytesPerSecond());
    }

    @Override
    public SnapshotId begin(PushOrder order) {
        RemoteRecord remote = named(order.remote());
        Optional<SnapshotRecord> pending = snapshots.list().stream()
                .filter(copy -> copy.state() == SnapshotState.PENDING)
                .filter(copy -> isFrom(remote, copy))
                .filter(copy -> order.source().value().equals(sourceOf(copy)))
                .findFirst();
        return new SnapshotId(
                pending.orElseGet(() -> copies.pull(order.asPull())).snapshotId());
    }

    @Override
    public PushStatus status(RemoteRecord remote, SnapshotId copy) {
        Optional<SnapshotRecord> found = snapshots.find(copy).filter(record -> isFrom(remote, record));
        if (found.isEmpty()) {
            return new PushStatus(PushStatus.State.GONE, "", 0, 0);
        }
        SnapshotRecord record = found.get();
        long total = record.origin().sizeBytes();
        long done = snapshots.progress(copy).map(SnapshotProgress::bytesDone).orElse(0L);
        return switch (record.state()) {
            case PENDING -> new PushStatus(PushStatus.State.PENDING, "", total, done);
            case COMPLETED -> new PushStatus(PushStatus.State.COMPLETED, "", total, total);
            case ERROR -> new PushStatus(PushStatus.State.ERROR, record.stateMessage(), total, done);
        };
    }

    @Override
    public void cancel(RemoteRecord remote, SnapshotId copy) {
        boolean pending = snapshots
                .find(copy)
                .filter(record -> isFrom(remote, record) && record.state() == SnapshotState.PENDING)
                .isPresent();
        if (pending) {
            List<?> unused = snapshots.delete(List.of(copy));
        }
    }

    private RemoteRecord named(String name) {
        return copies.list().stream()
                .filter(remote -> remote.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no remote " + name));
    }

    private static boolean isFrom(RemoteRecord remote, SnapshotRecord copy) {
        DistantOrigin origin = copy.origin().distant();
        return origin != null && origin.place().equals(RemoteSnapshots.placeOf(remote));
    }

    private static String sourceOf(SnapshotRecord copy) {
        DistantOrigin origin = copy.origin().distant();
        return origin == null ? "" : origin.snapshotId();
    }
}
