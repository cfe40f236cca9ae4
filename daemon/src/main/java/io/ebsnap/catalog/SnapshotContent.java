package io.ebsnap.catalog;

import org.jspecify.annotations.Nullable;

/**
 * What a completed snapshot consists of, and what storing it took. Counts are of blocks, sizes in bytes.
 *
 * @param rootPageId 64 hexadecimal digits; null when every block is a hole
 * @param fullSnapshotSizeInBytes of all blocks that are not holes
 * @param blocksRead that were read from the device
 * @param blocksZero that are holes
 * @param blocksChanged that differ from the parent (all that are not holes, without one)
 * @param blocksStored whose content the store did not have
 * @param bytesStored that the snapshot added to the store, after compression, its pages included
 * @param elapsedMillis from the fixed instant to completion
 */
public record SnapshotContent(
        @Nullable String rootPageId,
        long fullSnapshotSizeInBytes,
        long blocksRead,
        long blocksZero,
        long blocksChanged,
        long blocksStored,
        long bytesStored,
        long elapsedMillis) {}
