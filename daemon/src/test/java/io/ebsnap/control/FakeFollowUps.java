package io.ebsnap.control;

import io.ebsnap.identity.SnapshotId;
import io.ebsnap.lifecycle.FollowUp;
import io.ebsnap.lifecycle.FollowUps;
import io.ebsnap.lifecycle.Ward;
import java.util.Set;

/** Can do nothing with snapshots. */
final class FakeFollowUps implements FollowUps {

    @Override
    public Set<FollowUp.Kind> executable() {
        return Set.of();
    }

    @Override
    public String carryOut(FollowUp followUp, SnapshotId snapshot, Ward as) {
        throw new AssertionError(followUp);
    }
}
