package io.ebsnap.check;

import java.time.Instant;

/**
 * The store in numbers.
 *
 * @param storeId its name
 * @param created when
 * @param dataPacks packs of blocks
 * @param dataPackBytes their length
 * @param pagePacks packs of block map pages
 * @param pagePackBytes their length
 * @param chunks about how many chunks the index knows
 * @param indexBytes about how much disk the index takes
 * @param snapshotsCompleted how many
 * @param snapshotsPending how many
 * @param snapshotsFailed how many
 * @param fullSnapshotBytes what the completed snapshots hold together, holes not counted: as much as restoring all would write
 * @param quarantinedChunks chunks that were found damaged and are not healed
 * @param freeBytes that may still be stored
 * @param archivePacks packs in the archive
 * @param archivePackBytes their length
 */
public record StoreStatistics(
        String storeId,
        Instant created,
        long dataPacks,
        long dataPackBytes,
        long pagePacks,
        long pagePackBytes,
        long chunks,
        long indexBytes,
        long snapshotsCompleted,
        long snapshotsPending,
        long snapshotsFailed,
        long fullSnapshotBytes,
        long quarantinedChunks,
        long freeBytes,
        long archivePacks,
        long archivePackBytes) {}
