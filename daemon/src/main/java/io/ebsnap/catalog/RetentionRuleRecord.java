package io.ebsnap.catalog;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule by which what is deleted goes into the recycle bin.
 *
 * @param identifier 11 letters and digits
 * @param ownerId 12-digit account whose things it keeps
 * @param resourceType of what kind these are
 * @param retentionPeriod in days
 * @param description the user's words
 * @param resourceTags it keeps what has any of them; everything when empty
 * @param excludeResourceTags it does not keep what has any of them; only of a rule for everything
 * @param tags of the rule itself
 * @param createTime when it was made, in trusted time
 * @param lock that it is locked, or was; null if it never was
 */
public record RetentionRuleRecord(
        String identifier,
        String ownerId,
        BinResourceType resourceType,
        int retentionPeriod,
        String description,
        List<ResourceTag> resourceTags,
        List<ResourceTag> excludeResourceTags,
        List<Tag> tags,
        Instant createTime,
        @Nullable RetentionRuleLock lock)
        implements OwnedRecord {

    public RetentionRuleRecord {
        resourceTags = List.copyOf(resourceTags);
        excludeResourceTags = List.copyOf(excludeResourceTags);
        tags = List.copyOf(tags);
    }

    @Override
    public String catalogId() {
        return identifier;
    }

    /** Whether it keeps something of its kind and account that has such tags. */
    public boolean keeps(List<Tag> tagsOfIt) {
        boolean wanted = resourceTags.isEmpty() || isAny(resourceTags, tagsOfIt);
        return wanted && !isAny(excludeResourceTags, tagsOfIt);
    }

    /** The same with another lock. */
    public RetentionRuleRecord locked(@Nullable RetentionRuleLock as) {
        return new RetentionRuleRecord(
                identifier,
                ownerId,
                resourceType,
                retentionPeriod,
                description,
                resourceTags,
                excludeResourceTags,
                tags,
                createTime,
                as);
    }

    /** The same with other tags of its own. */
    public RetentionRuleRecord tagged(List<Tag> others) {
        return new RetentionRuleRecord(
                identifier,
                ownerId,
                resourceType,
                retentionPeriod,
                description,
                resourceTags,
                excludeResourceTags,
                others,
                createTime,
                lock);
    }

    private static boolean isAny(List<ResourceTag> looked, List<Tag> found) {
        return looked.stream().anyMatch(one -> found.stream().anyMatch(one::matches));
    }
}
