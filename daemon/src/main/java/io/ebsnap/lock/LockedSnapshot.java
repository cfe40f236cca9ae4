package io.ebsnap.lock;

import io.ebsnap.catalog.LockedContent;
import io.ebsnap.catalog.SnapshotLockRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What of a snapshot's record a lock keeps. Description, tags, sharing and the like may change. */
final class LockedSnapshot {

    private LockedSnapshot() {}

    /** What the record of a locked snapshot says otherwise than when it was locked, in words; empty if nothing. */
    static Optional<String> difference(SnapshotLockRecord lock, Optional<SnapshotRecord> found) {
        if (found.isEmpty()) {
            return Optional.of(lock.snapshotId() + " is locked " + LockRules.until(lock) + ", and its record is gone");
        }
        SnapshotRecord snapshot = found.get();
        String what = lock.content() == null ? differentBefore(lock, snapshot) : different(lock, snapshot);
        return what == null
                ? Optional.empty()
                : Optional.of(lock.snapshotId() + " is locked " + LockRules.until(lock)
                        + ", and its record is another one than then: " + what);
    }

    private static @Nullable String different(SnapshotLockRecord lock, SnapshotRecord snapshot) {
        LockedContent content = LockedContent.of(snapshot);
        if (content == null) {
            return "its state is " + snapshot.state() + " instead of " + SnapshotState.COMPLETED;
        }
        if (!content.equals(lock.content())) {
            return "it has the content " + content + " instead of " + lock.content();
        }
        return differentBefore(lock, snapshot);
    }

    private static @Nullable String differentBefore(SnapshotLockRecord lock, SnapshotRecord snapshot) {
        if (!snapshot.kmsKeyId().equals(lock.kmsKeyId())
                || !snapshot.origin().domainId().equals(lock.domainId())) {
            return "it is sealed under key " + snapshot.kmsKeyId() + " instead of " + lock.kmsKeyId();
        }
        return snapshot.ownerId().equals(lock.ownerId())
                ? null
                : "it belongs to " + snapshot.ownerId() + " instead of " + lock.ownerId();
    }
}
