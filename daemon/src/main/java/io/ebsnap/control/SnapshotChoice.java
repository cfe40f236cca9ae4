package io.ebsnap.control;

import io.ebsnap.api.SnapshotRequest.DescribeSnapshots;
import io.ebsnap.catalog.BlockPublicAccess;
import io.ebsnap.catalog.CreateVolumePermission;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.snapshot.SharingService;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Which snapshots are asked for, by whose they are and by who may use them. */
final class SnapshotChoice {

    private static final String SELF = "self";
    private static final String ALL = "all";
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    private final List<String> owners;
    private final List<String> users;
    private final SharingService sharing;

    /** @param account 12 digits, of who asks */
    SnapshotChoice(DescribeSnapshots request, String account, SharingService sharing) {
        UnaryOperator<String> self = named -> named.equals(SELF) ? account : named;
        this.owners = request.ownerIds().stream().map(self).toList();
        this.users = request.restorableByUserIds().stream().map(self).toList();
        this.sharing = sharing;
        owners.forEach(SnapshotChoice::requireAccount);
        users.stream().filter(user -> !user.equals(ALL)).forEach(SnapshotChoice::requireAccount);
    }

    boolean includes(SnapshotRecord snapshot) {
        return (owners.isEmpty() || owners.contains(snapshot.ownerId()))
                && (users.isEmpty() || users.stream().anyMatch(user -> isFor(snapshot, user)));
    }

    private boolean isFor(SnapshotRecord snapshot, String user) {
        Optional<CreateVolumePermission> permission = Optional.ofNullable(snapshot.createVolumePermission());
        if (permission.filter(CreateVolumePermission::all).isPresent() && isUnblocked(snapshot)) {
            return true;
        }
        return snapshot.ownerId().equals(user)
                || permission.filter(some -> some.userIds().contains(user)).isPresent();
    }

    private boolean isUnblocked(SnapshotRecord snapshot) {
        return sharing.blockPublicAccess(snapshot.ownerId()) != BlockPublicAccess.BLOCK_ALL_SHARING;
    }

    private static void requireAccount(String named) {
        if (!ACCOUNT.matcher(named).matches()) {
            throw new Failure.Invalid("'" + named + "' is not an account of 12 digits");
        }
    }
}
