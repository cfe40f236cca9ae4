package io.ebsnap.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A managed volume in the recycle bin, with EC2's fields first.
 *
 * @param volumeId {@code vol-...}
 * @param recycleBinEnterTime when it was deleted
 * @param recycleBinExitTime when it is gone for good
 * @param size in GiB, rounded up
 * @param name the user's; empty if it has none
 * @param ruleIdentifier of the rule that keeps it
 * @param ruleLocked whether that was locked: nobody purges it by hand
 * @param ownerId 12 digits
 * @param tags in the order given, and {@code aws:recycle-bin:resource-in-bin}
 * @param performance what tools have asked for; absent is EC2's default
 */
public record BinnedVolume(
        String volumeId,
        Instant recycleBinEnterTime,
        Instant recycleBinExitTime,
        long size,
        String name,
        String ruleIdentifier,
        boolean ruleLocked,
        String ownerId,
        List<Tag> tags,
        @Inlined @Nullable VolumePerformance performance) {}
