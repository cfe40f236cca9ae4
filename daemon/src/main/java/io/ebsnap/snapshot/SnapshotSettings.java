package io.ebsnap.snapshot;

import java.util.function.Supplier;

/**
 * How snapshots are taken.
 *
 * @param runningMax snapshots that are copied at a time; the others wait. One that keeps a file system frozen does not wait
 * @param pendingMax snapshots that are pending at a time, 1 or more; an order beyond is refused
 * @param copyThreads workers of one copy
 * @param ownerId 12-digit account that snapshots belong to
 * @param defaultKey gives the KMS key id or alias for an order that names none
 * @param transfersMax snapshots that are copied from elsewhere at a time; the others wait
 */
public record SnapshotSettings(
        int runningMax,
        int pendingMax,
        CopyThreads copyThreads,
        String ownerId,
        Supplier<String> defaultKey,
        int transfersMax) {

    /** One that copies two snapshots from elsewhere at a time. */
    public SnapshotSettings(
            int runningMax, int pendingMax, CopyThreads copyThreads, String ownerId, Supplier<String> defaultKey) {
        this(runningMax, pendingMax, copyThreads, ownerId, defaultKey, 2);
    }

    public SnapshotSettings {
        if (runningMax < 1 || pendingMax < 1 || transfersMax < 1) {
            throw new IllegalArgumentException("limits of snapshots must be 1 or more");
        }
    }
}
