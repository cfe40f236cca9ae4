package io.ebsnap.direct;

import io.ebsnap.failure.Failure;
import io.ebsnap.failure.Reason;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.VolumeGeometry;

/** What must hold of a block, whatever is done with it. */
final class Blocks {

    private Blocks() {}

    /** Passes a buffer of exactly one block. */
    static void requireWhole(ArraySlice content) {
        if (content.length() != DirectSnapshots.BLOCK_BYTES) {
            throw new Failure.Invalid(
                    Reason.INVALID_PARAMETER_VALUE,
                    "a block has " + DirectSnapshots.BLOCK_BYTES + " bytes, not " + content.length());
        }
    }

    /** Passes the index of a block that a volume has. */
    static void requireInside(VolumeGeometry geometry, long index) {
        if (index < 0 || index >= geometry.blockCount()) {
            throw new Failure.Invalid(
                    Reason.INVALID_PARAMETER_VALUE, "there is no block " + index + " of " + geometry.blockCount());
        }
    }
}
