package io.ebsnap.direct;

import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.DiffPage;

/** Compares the block maps of two snapshots: {@link io.ebsnap.snapshot.SnapshotService#diff}. */
@FunctionalInterface
public interface SnapshotDifference {

    /** A part of the difference, from a block on. */
    DiffPage diff(SnapshotId first, SnapshotId second, BlockIndex from, int limit);
}
