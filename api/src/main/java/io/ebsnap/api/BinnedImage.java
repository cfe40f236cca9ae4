package io.ebsnap.api;

import java.time.Instant;
import java.util.List;

/**
 * An image in the recycle bin, with EC2's fields first.
 *
 * @param imageId {@code ami-...}
 * @param name the user's; another one may have it meanwhile
 * @param description the user's words
 * @param recycleBinEnterTime when it was deregistered
 * @param recycleBinExitTime when it is gone for good
 * @param ruleIdentifier of the rule that keeps it
 * @param ruleLocked whether that was locked: nobody purges it by hand
 * @param ownerId 12 digits
 * @param tags in the order given, and {@code aws:recycle-bin:resource-in-bin}
 */
public record BinnedImage(
        String imageId,
        String name,
        String description,
        Instant recycleBinEnterTime,
        Instant recycleBinExitTime,
        String ruleIdentifier,
        boolean ruleLocked,
        String ownerId,
        List<Tag> tags) {}
