package io.ebsnap.api;

import java.time.Instant;
import java.util.List;

/**
 * A snapshot in the recycle bin, with EC2's fields first.
 *
 * @param snapshotId {@code snap-...}
 * @param recycleBinEnterTime when it was deleted
 * @param recycleBinExitTime when it is gone for good
 * @param description the user's words
 * @param volumeId {@code vol-...}
 * @param ruleIdentifier of the rule that keeps it
 * @param ruleLocked whether that was locked: nobody purges it by hand
 * @param ownerId 12 digits
 * @param tags in the order given, and {@code aws:recycle-bin:resource-in-bin}
 */
public record BinnedSnapshot(
        String snapshotId,
        Instant recycleBinEnterTime,
        Instant recycleBinExitTime,
        String description,
        String volumeId,
        String ruleIdentifier,
        boolean ruleLocked,
        String ownerId,
        List<Tag> tags) {}
