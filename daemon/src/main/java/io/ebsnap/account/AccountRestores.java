package io.ebsnap.account;

import io.ebsnap.restore.RestoreEnd;
import io.ebsnap.restore.RestoreOrder;
import io.ebsnap.restore.RestoreService;
import io.ebsnap.task.TaskView;

/**
 * Restores by an account: of snapshots that it may use, onto devices that are listed for it.
 *
 * @param restores of everybody
 * @param snapshots that it may use
 * @param devices that it may use
 * @param owners are told of its tasks
 */
public record AccountRestores(
        RestoreService restores, VisibleSnapshots snapshots, ListedDevices devices, TaskOwners owners)
        implements RestoreService {

    @Override
    public TaskView start(RestoreOrder order) {
        snapshots.requireUsable(order.snapshot());
        String target = devices.require(order.target());
        return owners.begun(
                restores.start(new RestoreOrder(order.snapshot(), target, order.force(), order.skipDamaged())),
                snapshots.account());
    }

    @Override
    public TaskView export(RestoreOrder order, String into, RestoreEnd end) {
        throw Administrator.alone("writing files");
    }
}
