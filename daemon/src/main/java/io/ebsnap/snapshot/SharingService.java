package io.ebsnap.snapshot;

import io.ebsnap.catalog.BlockPublicAccess;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.identity.SnapshotId;

/** Lets accounts use the snapshots of others. Each change is one update of one record. Safe for use by several threads. */
public interface SharingService {

    /** How many accounts one order names at most, as in EC2. */
    int CHANGES_MAX = 500;

    /** With how many accounts one snapshot is shared at most. */
    int ACCOUNTS_MAX = 1_000;

    /**
     * Shares a snapshot.
     *
     * @param grant whether accounts that have no grant to decrypt under its key get one
     * @throws io.ebsnap.failure.Failure.NotFound if there is none
     * @throws io.ebsnap.failure.Failure.Invalid if an account is none, or the owner
     * @throws io.ebsnap.failure.Failure.Conflict if it is not completed
     * @throws io.ebsnap.failure.Failure.Denied if its key, or what its owner has settled, forbids that; the hint says the way out
     * @throws io.ebsnap.failure.Failure.Exhausted if it would be shared with too many
     */
    SnapshotRecord share(SnapshotId id, SharingOrder with, boolean grant);

    /**
     * Makes sure that others can use a snapshot through something of its owner's that they may use, such as an image: all that {@link #share} does and checks, but for writing
     * it into the snapshot's record.
     *
     * @throws io.ebsnap.failure.Failure as {@link #share}
     */
    void lend(SnapshotId id, SharingOrder with, boolean grant);

    /** Shares a snapshot no more with some. What they have made of it stays theirs. */
    SnapshotRecord unshare(SnapshotId id, SharingOrder with);

    /** Shares a snapshot no more with anybody. */
    SnapshotRecord unshare(SnapshotId id);

    /**
     * A snapshot whose permissions the caller may see.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is none
     */
    SnapshotRecord permissionsOf(SnapshotId id);

    /** Whether snapshots of an account may be public. */
    BlockPublicAccess blockPublicAccess(String account);

    /** Settles that. */
    void blockPublicAccess(String account, BlockPublicAccess state);
}
