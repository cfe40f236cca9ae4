package io.ebsnap.control;

import io.ebsnap.api.LockRequest;
import io.ebsnap.api.LockRequest.DescribeLockedSnapshots;
import io.ebsnap.api.LockRequest.LockSnapshot;
import io.ebsnap.api.LockRequest.UnlockSnapshot;
import io.ebsnap.api.LockTerms;
import io.ebsnap.api.SnapshotLockList;
import io.ebsnap.api.UnlockedSnapshot;
import io.ebsnap.catalog.LockMode;
import io.ebsnap.catalog.SnapshotLockRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.lock.LockOrder;
import io.ebsnap.lock.SnapshotLock;
import io.ebsnap.lock.SnapshotLocking;
import java.util.List;

/** The actions about locks of snapshots. */
final class LockActions {

    private final SnapshotLocking locks;

    LockActions(SnapshotLocking locks) {
        this.locks = locks;
    }

    Record handle(LockRequest<?> request) {
        return switch (request) {
            case LockSnapshot lock -> shape(locks.lock(order(lock)));
            case UnlockSnapshot unlock -> unlock(unlock);
            case DescribeLockedSnapshots describe -> describe(describe);
        };
    }

    /** The terms of a lock as the protocol shows them. */
    static LockTerms terms(SnapshotLock lock) {
        SnapshotLockRecord record = lock.record();
        return new LockTerms(
                lock.state().word(),
                record.lockDuration(),
                record.coolOffPeriod(),
                record.coolOffPeriodExpiresOn(),
                record.lockCreatedOn(),
                record.lockDurationStartTime(),
                record.lockExpiresOn());
    }

    private static LockOrder order(LockSnapshot request) {
        return new LockOrder(
                Shapes.snapshotId(request.snapshotId()),
                mode(request.lockMode()),
                request.lockDuration(),
                request.expirationDate(),
                request.coolOffPeriod());
    }

    private static LockMode mode(String word) {
        for (LockMode mode : LockMode.values()) {
            if (mode.word().equals(word)) {
                return mode;
            }
        }
        throw new Failure.Invalid("there is no lock mode '" + word + "'", "known are governance and compliance");
    }

    private UnlockedSnapshot unlock(UnlockSnapshot request) {
        SnapshotId id = Shapes.snapshotId(request.snapshotId());
        locks.unlock(id);
        return new UnlockedSnapshot(id.value());
    }

    private SnapshotLockList describe(DescribeLockedSnapshots request) {
        List<SnapshotLock> found = request.snapshotIds().isEmpty()
                ? locks.list()
                : request.snapshotIds().stream()
                        .distinct()
                        .flatMap(id -> locks.find(Shapes.snapshotId(id)).stream())
                        .toList();
        List<io.ebsnap.api.SnapshotLock> shapes =
                Filters.locks(found.stream().map(LockActions::shape).toList(), request.filters());
        Pages.Part<io.ebsnap.api.SnapshotLock> part =
                Pages.cut(shapes, io.ebsnap.api.SnapshotLock::snapshotId, request.page());
        return new SnapshotLockList(part.items(), part.nextToken());
    }

    private static io.ebsnap.api.SnapshotLock shape(SnapshotLock lock) {
        return new io.ebsnap.api.SnapshotLock(
                lock.record().ownerId(), lock.record().snapshotId(), terms(lock));
    }
}
