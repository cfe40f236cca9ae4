package io.ebsnap.bin;

import io.ebsnap.catalog.ResourceTag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a retention rule is to become another. What is null stays as it is.
 *
 * @param retentionPeriod in days
 * @param description the user's words
 * @param resourceTags in place of those that it had
 * @param excludeResourceTags in place of those that it had
 */
public record RuleChange(
        @Nullable Integer retentionPeriod,
        @Nullable String description,
        @Nullable List<ResourceTag> resourceTags,
        @Nullable List<ResourceTag> excludeResourceTags) {}
