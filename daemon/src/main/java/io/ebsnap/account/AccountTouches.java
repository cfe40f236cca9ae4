package io.ebsnap.account;

import io.ebsnap.identity.SnapshotId;
import io.ebsnap.restore.LearntOrder;
import io.ebsnap.restore.LearntOrders;
import java.util.Optional;

/**
 * What was learnt of the use of an account's own snapshots.
 *
 * @param orders of everybody
 * @param snapshots that it sees
 */
public record AccountTouches(LearntOrders orders, VisibleSnapshots snapshots) implements LearntOrders {

    @Override
    public Optional<LearntOrder> orderFor(SnapshotId snapshot) {
        snapshots.requireOwn(snapshot);
        return orders.orderFor(snapshot).filter(order -> snapshots.isVisible(order.snapshotId()));
    }

    @Override
    public boolean forget(SnapshotId snapshot) {
        snapshots.requireOwn(snapshot);
        return orders.forget(snapshot);
    }
}
