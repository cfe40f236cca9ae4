package io.ebsnap.control;

import io.ebsnap.catalog.SnapshotLockRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.lock.LockOrder;
import io.ebsnap.lock.LockState;
import io.ebsnap.lock.SnapshotLock;
import io.ebsnap.lock.SnapshotLocking;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Locks that are what was ordered last. */
final class FakeLocks implements SnapshotLocking {

    private final TreeMap<String, SnapshotLock> locks = new TreeMap<>();

    @Override
    public SnapshotLock lock(LockOrder order) {
        int days = order.durationDays() == null ? 1 : order.durationDays();
        SnapshotLockRecord record = new SnapshotLockRecord(
                order.snapshot().value(),
                "000000000000",
                order.mode(),
                FakeVolumes.TIME,
                days,
                FakeVolumes.TIME,
                order.expirationDate() == null ? FakeVolumes.TIME.plus(days, ChronoUnit.DAYS) : order.expirationDate(),
                order.coolOffHours(),
                null,
                "11111111-2222-3333-4444-555555555555",
                "0".repeat(32),
                null);
        SnapshotLock lock = new SnapshotLock(record, LockState.of(record, FakeVolumes.TIME));
        locks.put(order.snapshot().value(), lock);
        return lock;
    }

    @Override
    public void unlock(SnapshotId snapshot) {
        if (locks.remove(snapshot.value()) == null) {
            throw new Failure.NotFound("there is no lock on " + snapshot);
        }
    }

    @Override
    public Optional<SnapshotLock> find(SnapshotId snapshot) {
        return Optional.ofNullable(locks.get(snapshot.value()));
    }

    @Override
    public List<SnapshotLock> list() {
        return new ArrayList<>(locks.values());
    }
}
