package io.ebsnap.bin;

import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.ResourceTag;
import io.ebsnap.catalog.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a retention rule is to be made.
 *
 * @param ownerId 12-digit account
 * @param resourceType what it keeps
 * @param retentionPeriod in days, 1 to 365
 * @param description the user's words, at most 255 characters
 * @param resourceTags it keeps what has any of them, at most 50; everything when empty
 * @param excludeResourceTags it does not keep what has any of them, at most 5
 * @param tags of the rule itself
 * @param unlockDelay in days, 7 to 30: it is locked from the beginning; null for not
 */
public record RuleOrder(
        String ownerId,
        BinResourceType resourceType,
        int retentionPeriod,
        String description,
        List<ResourceTag> resourceTags,
        List<ResourceTag> excludeResourceTags,
        List<Tag> tags,
        @Nullable Integer unlockDelay) {}
