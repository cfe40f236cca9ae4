package io.ebsnap.api;

/**
 * A locked snapshot.
 *
 * @param ownerId 12 digits
 * @param snapshotId {@code snap-...}
 * @param terms how it is locked
 */
public record SnapshotLock(
        String ownerId, String snapshotId, @Inlined LockTerms terms) {}
