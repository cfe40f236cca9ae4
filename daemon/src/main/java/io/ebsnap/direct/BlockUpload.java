package io.ebsnap.direct;

import io.ebsnap.identity.SnapshotId;

/**
 * A block to be written.
 *
 * @param snapshot that it is of: a pending one that {@link DirectSnapshots#start} began
 * @param index which
 * @param checksum that its content must have
 */
public record BlockUpload(SnapshotId snapshot, long index, BlockChecksum checksum) {}
