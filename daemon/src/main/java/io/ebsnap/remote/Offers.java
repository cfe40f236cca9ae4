package io.ebsnap.remote;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.identity.SnapshotId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What remotes are shown of this store's snapshots: what the account sees that they act for. Safe for use by several threads. */
public interface Offers {

    /**
     * The snapshots that an account sees, in the order of their instants.
     *
     * @param accountId 12 digits; null for the daemon's own
     */
    List<SnapshotRecord> list(@Nullable String accountId);

    /**
     * One that the account may use the content of, now.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if it sees none of that id
     * @throws io.ebsnap.failure.Failure.Denied if it may not read it
     */
    SnapshotRecord require(@Nullable String accountId, SnapshotId id);
}
