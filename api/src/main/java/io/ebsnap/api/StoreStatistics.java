package io.ebsnap.api;

/**
 * What the store holds. Bytes of content are before compression, stored bytes after it and sealed.
 *
 * @param storeId 32 hexadecimal digits
 * @param snapshots that are completed
 * @param packs files of chunks
 * @param packBytes their size
 * @param chunks that the index knows
 * @param chunkBytes their content
 * @param chunkStoredBytes the same, as stored
 * @param snapshotBytes content of all snapshots, counted as if nothing were shared
 * @param quarantinedChunks that were found damaged
 * @param indexBytes size of the index
 * @param freeBytes that the store's file system has left
 */
public record StoreStatistics(
        String storeId,
        long snapshots,
        long packs,
        long packBytes,
        long chunks,
        long chunkBytes,
        long chunkStoredBytes,
        long snapshotBytes,
        long quarantinedChunks,
        long indexBytes,
        long freeBytes) {}
