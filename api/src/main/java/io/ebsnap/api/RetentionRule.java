package io.ebsnap.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A retention rule, with the recycle bin's fields.
 *
 * @param identifier 11 letters and digits
 * @param ruleArn ARN
 * @param resourceType {@code EBS_SNAPSHOT}, {@code EBS_VOLUME} or {@code EC2_IMAGE}
 * @param retentionPeriod how long it keeps things
 * @param description the user's words
 * @param resourceTags it keeps what has any of them; everything when empty
 * @param excludeResourceTags it does not keep what has any of them
 * @param status always {@code available}
 * @param lockState {@code locked}, {@code pending_unlock} or {@code unlocked}
 * @param lockConfiguration how it is locked, or was; absent if it never was
 * @param lockEndTime when it is unlocked; absent unless that was ordered
 * @param tags of the rule itself
 */
public record RetentionRule(
        String identifier,
        String ruleArn,
        String resourceType,
        RetentionPeriod retentionPeriod,
        String description,
        List<ResourceTag> resourceTags,
        List<ResourceTag> excludeResourceTags,
        String status,
        String lockState,
        @Nullable LockConfiguration lockConfiguration,
        @Nullable Instant lockEndTime,
        List<Tag> tags) {}
