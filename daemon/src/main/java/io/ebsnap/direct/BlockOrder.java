package io.ebsnap.direct;

import io.ebsnap.identity.SnapshotId;

/**
 * A block to be read.
 *
 * @param account who reads, 12 digits: the one that the token was given to
 * @param snapshot that it is of
 * @param index which
 * @param token that a list gave for it
 */
public record BlockOrder(String account, SnapshotId snapshot, long index, String token) {

    /** The same for another account. */
    public BlockOrder by(String other) {
        return new BlockOrder(other, snapshot, index, token);
    }
}
