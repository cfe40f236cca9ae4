package io.ebsnap.direct;

import io.ebsnap.identity.SnapshotId;
import org.jspecify.annotations.Nullable;

/**
 * That all blocks of a snapshot have been put.
 *
 * @param snapshot which
 * @param changedBlocks how many different blocks were put
 * @param checksum SHA-256 of their checksums in ascending order of blocks, as EBS's aggregation LINEAR has it; null if the client does not say
 */
public record UploadEnd(
        SnapshotId snapshot, long changedBlocks, @Nullable BlockChecksum checksum) {}
