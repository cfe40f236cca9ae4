package io.ebsnap.restore;

import io.ebsnap.identity.SnapshotId;
import java.util.Optional;

/** What was learnt of the use of volumes made from snapshots: the first-touch orders that are kept with these. Safe for use by several threads. */
public interface LearntOrders {

    /**
     * What is known for volumes of a snapshot: of itself, or of its nearest ancestor of which something is.
     *
     * @throws io.ebsnap.failure.Failure.Corrupt if it cannot be read
     */
    Optional<LearntOrder> orderFor(SnapshotId snapshot);

    /** Forgets what was learnt of a snapshot itself; returns whether there was anything. */
    boolean forget(SnapshotId snapshot);
}
