package io.ebsnap.api;

/**
 * Whether an account's snapshots may be public.
 *
 * @param state {@code unblocked}, {@code block-new-sharing} or {@code block-all-sharing}
 * @param managedBy {@code account}
 */
public record SnapshotBlockPublicAccess(String state, String managedBy) {}
