package io.ebsnap.image;

/**
 * What became of a snapshot of an image that was deregistered.
 *
 * @param snapshotId {@code snap-...}
 * @param returnCode in EC2's words: {@code success}; {@code skipped} if another image uses it; {@code missing-permissions} if it is another account's;
 *     {@code client-error} if something else is in the way
 * @param message why; empty if it is deleted
 */
public record SnapshotOutcome(String snapshotId, String returnCode, String message) {}
