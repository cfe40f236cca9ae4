package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * What the block maps say of what is stored, each chunk counted once. Content is counted before compression; what is stored includes
 * block map pages, and each chunk's row in the table of its pack.
 *
 * @param distinctBytes different contents of the completed snapshots: what is left after deduplication
 * @param distinctStoredBytes the same as stored, compressed and sealed
 * @param liveBytes stored bytes that are needed: by snapshots, or by volumes made of them whose content has not arrived yet
 * @param deadBytes stored bytes that are not; what snapshots that are being taken have stored so far is among them
 * @param collectableBytes of these, what the next garbage collection gives back, about; absent where there are too many chunks to tell
 * @param dedupRatio content of the snapshots to {@code distinctBytes}; absent if there is none
 * @param compressionRatio {@code distinctBytes} to {@code distinctStoredBytes}; absent if there is nothing
 * @param relativeError 0 if the sizes are exact; else their standard error: of very many chunks a sample is counted
 */
public record ChunkSizes(
        long distinctBytes,
        long distinctStoredBytes,
        long liveBytes,
        long deadBytes,
        @Nullable Long collectableBytes,
        @Nullable Double dedupRatio,
        @Nullable Double compressionRatio,
        double relativeError) {}
