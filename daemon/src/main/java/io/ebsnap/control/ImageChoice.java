package io.ebsnap.control;

import io.ebsnap.api.ImageRequest.DescribeImages;
import io.ebsnap.catalog.CreateVolumePermission;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ImageState;

/** Which images somebody asks for: by whose they are, and by who may launch them. */
final class ImageChoice {

    private static final String SELF = "self";
    private static final String ALL = "all";

    private final DescribeImages request;
    private final String account;

    /** @param account 12 digits, of who asks */
    ImageChoice(DescribeImages request, String account) {
        this.request = request;
        this.account = account;
    }

    /** One that is named is shown whatever state it is in. */
    boolean includes(ImageRecord image) {
        boolean hidden = image.state() == ImageState.DISABLED
                && !request.includeDisabled()
                && request.imageIds().isEmpty();
        return !hidden && isOwned(image) && isExecutable(image);
    }

    private boolean isOwned(ImageRecord image) {
        return request.owners().isEmpty()
                || request.owners().stream().anyMatch(owner -> meant(owner).equals(image.ownerId()));
    }

    private boolean isExecutable(ImageRecord image) {
        return request.executableUsers().isEmpty()
                || request.executableUsers().stream().anyMatch(user -> mayLaunch(user, image));
    }

    private boolean mayLaunch(String user, ImageRecord image) {
        CreateVolumePermission permission = image.launchPermission();
        if (user.equals(ALL)) {
            return permission != null && permission.all();
        }
        boolean named = permission != null && permission.userIds().contains(meant(user));
        return named || (user.equals(SELF) && image.ownerId().equals(account));
    }

    private String meant(String owner) {
        return owner.equals(SELF) ? account : owner;
    }
}
