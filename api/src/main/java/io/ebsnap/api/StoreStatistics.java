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
 * @param indexedChunks that the index knows, about
 * @param indexBytes disk that the index takes, about
 * @param snapshotBytes content of all completed snapshots, counted as if nothing were shared
 * @param chunks what the block maps say, as far as they can be read
 * @param uncountedPackBytes length of the packs under keys whose block maps cannot be read, mostly because the key is disabled: nothing of
 *     them, nor of the snapshots under them, is in the sizes and ratios of {@code chunks}
 * @param quarantinedChunks that were found damaged
 * @param freeBytes that may still be stored
 * @param archivePacks packs in the archive
 * @param archivePackBytes their length
 */
public record StoreStatistics(
        String storeId,
        Instant creationTime,
        @Inlined SnapshotCounts snapshots,
        long dataPacks,
        long dataPackBytes,
        long pagePacks,
        long pagePackBytes,
        long indexedChunks,
        long indexBytes,
        long snapshotBytes,
        @Inlined ChunkSizes chunks,
        long uncountedPackBytes,
        long quarantinedChunks,
        long freeBytes,
        long archivePacks,
        long archivePackBytes) {}
