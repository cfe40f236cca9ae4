package io.ebsnap.snapshot;

import io.ebsnap.catalog.SnapshotRecord;

/** Copying snapshots from elsewhere. Safe for use by several threads. */
public interface DistantCopying {

    /**
     * Begins to copy a snapshot from elsewhere. The copy is {@code pending}; its blocks are fetched afterwards, those that an earlier copy of the same volume does not have and that
     * did not come before, a configured number of copies at a time and one from each place. It goes on by itself for as long as it takes to reach the place again, and
     * after a restart of the daemon; deleting it ends it.
     *
     * @throws io.ebsnap.failure.Failure.Unavailable if the place cannot be reached now
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such place, key, or snapshot there
     * @throws io.ebsnap.failure.Failure.Denied if it may not be read
     * @throws io.ebsnap.failure.Failure.Conflict if it cannot be completed in time
     * @throws io.ebsnap.failure.Failure.Exhausted if too many snapshots are pending
     */
    SnapshotRecord copyFrom(DistantCopyOrder order);

    /**
     * What that would take; nothing is done. Asks the place to compare two block maps, or to walk along one.
     *
     * @throws io.ebsnap.failure.Failure as {@link #copyFrom}, but for time
     */
    DistantPlan planCopyFrom(DistantCopyOrder order);
}
