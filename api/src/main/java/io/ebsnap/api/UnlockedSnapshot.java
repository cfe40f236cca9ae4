package io.ebsnap.api;

/**
 * A snapshot whose lock was taken off.
 *
 * @param snapshotId {@code snap-...}
 */
public record UnlockedSnapshot(String snapshotId) {}
