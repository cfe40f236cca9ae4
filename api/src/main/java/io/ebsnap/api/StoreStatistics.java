package io.ebsnap.api;

import java.time.Instant;

/**
 * What the store holds.
 *
 * @param storeId 32 hexadecimal digits
 * @param creationTime when it was made
 * @param snapshots in each state
 * @param dataPacks packs of blocks
 * @param dataPackBytes their length
 * @param pagePacks packs of block map pages
 * @param pagePackBytes their length
 * @param chunks that the index knows, about
 * @param snapshotBytes content of all completed snapshots, counted as if nothing were shared
 * @param quarantinedChunks that were found damaged
 * @param freeBytes that may still be stored
 */
public record StoreStatistics(
        String storeId,
        Instant creationTime,
        @Inlined SnapshotCounts snapshots,
        long dataPacks,
        long dataPackBytes,
        long pagePacks,
        long pagePackBytes,
        long chunks,
        long snapshotBytes,
        long quarantinedChunks,
        long freeBytes) {}
