package io.ebsnap.image;

import io.ebsnap.catalog.BlockPublicAccess;
import io.ebsnap.catalog.CreateVolumePermission;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ImageState;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.SharingOrder;
import io.ebsnap.snapshot.SharingService;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may launch images beside their owners. */
final class ImagePermissions {

    private final ImageRecords records;
    private final SharingService sharing;

    ImagePermissions(ImageRecords records, SharingService sharing) {
        this.records = records;
        this.sharing = sharing;
    }

    /** Each snapshot is lent as it would be shared, so that no launch fails for lack of a key. */
    ImageRecord share(ImageRecord image, SharingOrder with, boolean grant) {
        if (image.state() != ImageState.AVAILABLE) {
            throw new Failure.Conflict(
                    image.imageId() + " is " + image.state().word(), "only an image that is available is shared");
        }
        image.snapshotIds().distinct().forEach(id -> sharing.lend(new SnapshotId(id), with, grant));
        records.reached("image.after-grant");
        return records.update(image.imageId(), old -> {
            Set<String> accounts = new LinkedHashSet<>(accounts(old));
            accounts.addAll(with.accounts().stream().sorted().toList());
            return old.sharedWith(bounded(List.copyOf(accounts), isMarkedPublic(old) || with.everybody()));
        });
    }

    ImageRecord unshare(ImageRecord image, SharingOrder with) {
        return records.update(image.imageId(), old -> {
            List<String> accounts = new ArrayList<>(accounts(old));
            accounts.removeAll(with.accounts());
            return old.sharedWith(bounded(accounts, isMarkedPublic(old) && !with.everybody()));
        });
    }

    private static @Nullable CreateVolumePermission bounded(List<String> accounts, boolean all) {
        if (accounts.size() > SharingService.ACCOUNTS_MAX) {
            throw new Failure.Exhausted(
                    "an image is shared with at most " + SharingService.ACCOUNTS_MAX + " accounts", null);
        }
        return accounts.isEmpty() && !all ? null : new CreateVolumePermission(accounts, all);
    }

    /** Whether an account that is not its owner may launch it, now. */
    boolean isSharedWith(ImageRecord image, String account) {
        return image.state() == ImageState.AVAILABLE && (accounts(image).contains(account) || isPublic(image));
    }

    /** Whether everybody may, now. */
    boolean isPublic(ImageRecord image) {
        return isMarkedPublic(image)
                && sharing.blockPublicAccess(image.ownerId()) != BlockPublicAccess.BLOCK_ALL_SHARING;
    }

    private static List<String> accounts(ImageRecord image) {
        CreateVolumePermission permission = image.launchPermission();
        return permission == null ? List.of() : permission.userIds();
    }

    static boolean isMarkedPublic(ImageRecord image) {
        CreateVolumePermission permission = image.launchPermission();
        return permission != null && permission.all();
    }
}
