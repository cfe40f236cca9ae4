package io.ebsnap.lifecycle;

import io.ebsnap.identity.SnapshotId;
import java.util.Set;

/** Does what policies want done with snapshots. Whatever was done already is done again without harm. Safe for use by several threads. */
public interface FollowUps {

    /** What can be done: policies that want anything else are refused. */
    Set<FollowUp.Kind> executable();

    /**
     * Does it, or begins to.
     *
     * @param as for whom
     * @return what came of it, such as the id of a copy; or empty
     * @throws io.ebsnap.failure.Failure if it cannot be done now
     */
    String carryOut(FollowUp followUp, SnapshotId snapshot, Ward as);
}
