package io.ebsnap.control;

import io.ebsnap.api.SnapshotAttribute;
import io.ebsnap.api.SnapshotBlockPublicAccess;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshotAttribute;
import io.ebsnap.api.SnapshotRequest.EnableSnapshotBlockPublicAccess;
import io.ebsnap.api.SnapshotRequest.ModifySnapshotAttribute;
import io.ebsnap.api.SnapshotRequest.ResetSnapshotAttribute;
import io.ebsnap.api.VolumePermission;
import io.ebsnap.catalog.BlockPublicAccess;
import io.ebsnap.catalog.CreateVolumePermission;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.SharingOrder;
import io.ebsnap.snapshot.SharingService;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** The actions about sharing snapshots. */
final class SharingActions {

    private static final String ALL = "all";
    private static final String BY_ACCOUNT = "account";

    private final SharingService sharing;
    private final String account;

    /** @param account 12 digits, of who asks */
    SharingActions(SharingService sharing, String account) {
        this.sharing = sharing;
        this.account = account;
    }

    SnapshotAttribute modify(ModifySnapshotAttribute request) {
        SnapshotId id = Shapes.snapshotId(request.snapshotId());
        if (!request.groupNames().stream().allMatch(ALL::equals)) {
            throw new Failure.Invalid("there is no group but 'all' that a snapshot is shared with");
        }
        SharingOrder with = new SharingOrder(
                new HashSet<>(request.userIds()), !request.groupNames().isEmpty());
        return switch (request.operationType()) {
            case "add" -> shape(sharing.share(id, with, request.grant()));
            case "remove" -> shape(sharing.unshare(id, with));
            default ->
                throw new Failure.Invalid("OperationType '" + request.operationType() + "' is neither add nor remove");
        };
    }

    SnapshotAttribute describe(DescribeSnapshotAttribute request) {
        return shape(sharing.permissionsOf(Shapes.snapshotId(request.snapshotId())));
    }

    SnapshotAttribute reset(ResetSnapshotAttribute request) {
        return shape(sharing.unshare(Shapes.snapshotId(request.snapshotId())));
    }

    SnapshotBlockPublicAccess block(EnableSnapshotBlockPublicAccess request) {
        for (BlockPublicAccess state :
                List.of(BlockPublicAccess.BLOCK_NEW_SHARING, BlockPublicAccess.BLOCK_ALL_SHARING)) {
            if (state.word().equals(request.state())) {
                sharing.blockPublicAccess(account, state);
                return state();
            }
        }
        throw new Failure.Invalid(
                "public access is not blocked by '" + request.state() + "'",
                "known are block-new-sharing and block-all-sharing");
    }

    SnapshotBlockPublicAccess unblock() {
        sharing.blockPublicAccess(account, BlockPublicAccess.UNBLOCKED);
        return state();
    }

    SnapshotBlockPublicAccess state() {
        return new SnapshotBlockPublicAccess(sharing.blockPublicAccess(account).word(), BY_ACCOUNT);
    }

    private SnapshotAttribute shape(SnapshotRecord snapshot) {
        BlockPublicAccess settled = sharing.blockPublicAccess(snapshot.ownerId());
        CreateVolumePermission permission = snapshot.createVolumePermission();
        List<VolumePermission> shown = new ArrayList<>();
        boolean all = permission != null && permission.all();
        if (permission != null) {
            permission.userIds().forEach(user -> shown.add(new VolumePermission(user, null)));
        }
        if (all) {
            shown.add(new VolumePermission(null, ALL));
        }
        return new SnapshotAttribute(
                snapshot.snapshotId(), shown, settled.word(), all && settled != BlockPublicAccess.BLOCK_ALL_SHARING);
    }
}
