package io.ebsnap.api;

import java.util.List;

/**
 * What a policy says.
 *
 * @param policyType {@code EBS_SNAPSHOT_MANAGEMENT}, or {@code IMAGE_MANAGEMENT} of one that makes images of all its volumes
 * @param resourceTypes {@code VOLUME}
 * @param targetTags one of which its volumes have; an empty value stands for any
 * @param targetCount how many volumes it covers now
 * @param schedules in the order of their ids
 */
public record LifecyclePolicyDetails(
        String policyType,
        List<String> resourceTypes,
        List<Tag> targetTags,
        int targetCount,
        List<LifecycleSchedule> schedules) {}
