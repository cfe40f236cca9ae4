package io.ebsnap.snapshot;

import java.util.OptionalLong;

/**
 * What the chunks under one data key are good for, each counted once.
 *
 * @param distinctBytes different contents of the completed snapshots
 * @param distinctStoredBytes what these and their pages take in packs
 * @param liveBytes what is needed in packs: the same, and what volumes still need that were made from snapshots
 * @param deadBytes what is not; what running snapshots have stored so far is among it
 * @param collectableBytes what of that the next garbage collection gives back, about; empty if there are too many chunks to tell
 * @param relativeError 0 if the counts are exact; else their standard error
 */
public record ChunkUsage(
        long distinctBytes,
        long distinctStoredBytes,
        long liveBytes,
        long deadBytes,
        OptionalLong collectableBytes,
        double relativeError) {}
