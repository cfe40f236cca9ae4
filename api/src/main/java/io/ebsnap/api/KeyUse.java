package io.ebsnap.api;

import java.util.List;

/**
 * What cannot be read without a key; of each kind at most 100 are named.
 *
 * @param snapshotCount snapshots sealed under it
 * @param snapshotIds of them
 * @param volumeCount managed volumes of which not everything has arrived
 * @param volumeIds of them
 * @param fastRestoreCount images for fast restore
 * @param fastRestoreSnapshotIds whose images they are
 * @param encryptedVolumeCount managed volumes whose targets are encrypted under it
 * @param encryptedVolumeIds of them
 */
public record KeyUse(
        long snapshotCount,
        List<String> snapshotIds,
        long volumeCount,
        List<String> volumeIds,
        long fastRestoreCount,
        List<String> fastRestoreSnapshotIds,
        long encryptedVolumeCount,
        List<String> encryptedVolumeIds) {}
