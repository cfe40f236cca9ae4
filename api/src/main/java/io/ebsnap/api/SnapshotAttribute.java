package io.ebsnap.api;

import java.util.List;

/**
 * With whom a snapshot is shared.
 *
 * @param snapshotId which
 * @param createVolumePermissions as they are kept
 * @param snapshotBlockPublicAccess what its owner has settled: {@code unblocked}, {@code block-new-sharing} or {@code block-all-sharing}
 * @param publicNow whether everybody may use it, now: it is kept as public, and that is not blocked
 */
public record SnapshotAttribute(
        String snapshotId,
        List<VolumePermission> createVolumePermissions,
        String snapshotBlockPublicAccess,
        boolean publicNow) {}
