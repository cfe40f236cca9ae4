package io.ebsnap.account;

import io.ebsnap.catalog.BlockPublicAccess;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.SharingOrder;
import io.ebsnap.snapshot.SharingService;

/**
 * Sharing of an account's own snapshots. One that is shared with it cannot be shared on.
 *
 * @param sharing of everybody
 * @param visible which snapshots it sees
 */
public record AccountSharing(SharingService sharing, VisibleSnapshots visible) implements SharingService {

    @Override
    public SnapshotRecord share(SnapshotId id, SharingOrder with, boolean grant) {
        visible.requireOwn(id);
        return sharing.share(id, with, grant);
    }

    @Override
    public void lend(SnapshotId id, SharingOrder with, boolean grant) {
        visible.requireOwn(id);
        sharing.lend(id, with, grant);
    }

    @Override
    public SnapshotRecord unshare(SnapshotId id, SharingOrder with) {
        visible.requireOwn(id);
        return sharing.unshare(id, with);
    }

    @Override
    public SnapshotRecord unshare(SnapshotId id) {
        visible.requireOwn(id);
        return sharing.unshare(id);
    }

    @Override
    public SnapshotRecord permissionsOf(SnapshotId id) {
        visible.requireOwn(id);
        return sharing.permissionsOf(id);
    }

    @Override
    public BlockPublicAccess blockPublicAccess(String account) {
        return sharing.blockPublicAccess(own(account));
    }

    @Override
    public void blockPublicAccess(String account, BlockPublicAccess state) {
        sharing.blockPublicAccess(own(account), state);
    }

    private String own(String account) {
        if (!account.equals(visible.account().id())) {
            throw new Failure.Denied("account " + visible.account().id() + " settles nothing for account " + account);
        }
        return account;
    }
}
