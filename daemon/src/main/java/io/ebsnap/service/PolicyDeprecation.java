package io.ebsnap.service;

import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ImageId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.image.ImageService;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Deprecates images as policies want it.
 *
 * @param images as those see them for whom that is done
 * @param clock the time of day
 */
record PolicyDeprecation(ImageService images, InstantSource clock) {

    /** A time of deprecation is rounded to a minute, and to be in the future. */
    private static final Duration SOON = Duration.ofMinutes(1);

    /**
     * Deprecates the account's images of a snapshot. One that has a time for that, maybe by a run that was killed, keeps it.
     *
     * @return their ids, with commas; empty if there are none
     */
    String deprecate(SnapshotId snapshot, String accountId) {
        List<String> done = new ArrayList<>();
        for (ImageRecord image : images.list(true)) {
            if (image.ownerId().equals(accountId) && image.uses(snapshot.value()) && deprecated(image)) {
                done.add(image.imageId());
            }
        }
        return String.join(", ", done);
    }

    /** Deprecates an image, unless it has a time for that. */
    void deprecate(ImageId id) {
        boolean unused = deprecated(images.find(id).orElseThrow(() -> new Failure.NotFound("there is no image " + id)));
    }

    private boolean deprecated(ImageRecord image) {
        if (image.terms().deprecationTime() != null) {
            return false;
        }
        ImageRecord unused = images.deprecate(
                new ImageId(image.imageId()), Optional.of(clock.instant().plus(SOON)));
        return true;
    }
}
