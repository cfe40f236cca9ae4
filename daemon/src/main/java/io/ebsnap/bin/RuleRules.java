package io.ebsnap.bin;

import io.ebsnap.catalog.ResourceTag;
import io.ebsnap.catalog.RetentionRuleRecord;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.failure.Failure;
import java.time.Instant;
import java.util.List;

/** What a retention rule may be, and when it may be changed. */
final class RuleRules {

    static final int DAYS_MAX = 365;
    static final int DELAY_DAYS_MIN = 7;
    static final int DELAY_DAYS_MAX = 30;
    private static final int TAGS_MAX = 50;
    private static final int EXCLUDED_MAX = 5;
    private static final int DESCRIPTION_MAX = 255;

    private RuleRules() {}

    static void requireSound(RetentionRuleRecord rule) {
        if (rule.retentionPeriod() < 1 || rule.retentionPeriod() > DAYS_MAX) {
            throw new Failure.Invalid(
                    "a rule keeps things for 1 to " + DAYS_MAX + " days, not " + rule.retentionPeriod());
        }
        if (rule.description().length() > DESCRIPTION_MAX) {
            throw new Failure.Invalid("a rule's description has at most " + DESCRIPTION_MAX + " characters");
        }
        requireTags(rule.resourceTags(), TAGS_MAX);
        requireTags(rule.excludeResourceTags(), EXCLUDED_MAX);
        if (!rule.resourceTags().isEmpty() && !rule.excludeResourceTags().isEmpty()) {
            throw new Failure.Invalid("only a rule for everything leaves tags out, not one for some tags");
        }
        TagRules.check(rule.tags());
    }

    static void requireDelay(int days) {
        if (days < DELAY_DAYS_MIN || days > DELAY_DAYS_MAX) {
            throw new Failure.Invalid("a rule is unlocked " + DELAY_DAYS_MIN + " to " + DELAY_DAYS_MAX
                    + " days after that was ordered, not " + days);
        }
    }

    static void requireLockable(RetentionRuleRecord rule) {
        if (!rule.resourceTags().isEmpty() || !rule.excludeResourceTags().isEmpty()) {
            throw new Failure.Conflict("rule " + rule.identifier()
                    + " cannot be locked: only one for everything can, without tags that are left out");
        }
    }

    static void requireUnlocked(RetentionRuleRecord rule, Instant now, String what) {
        switch (RuleLockState.of(rule, now)) {
            case UNLOCKED -> {}
            case LOCKED ->
                throw new Failure.Conflict(
                        "rule " + rule.identifier() + " is locked, and cannot be " + what,
                        "unlock it first: ebsnap recycle-bin rule unlock " + rule.identifier());
            case PENDING_UNLOCK ->
                throw new Failure.Conflict("rule " + rule.identifier() + " is locked until "
                        + (rule.lock() == null ? "" : rule.lock().lockEndTime()) + ", and cannot be " + what
                        + " before");
        }
    }

    private static void requireTags(List<ResourceTag> tags, int max) {
        if (tags.size() > max) {
            throw new Failure.Invalid(tags.size() + " tags are more than " + max);
        }
        for (ResourceTag tag : tags) {
            if (tag.resourceTagKey().isEmpty()) {
                throw new Failure.Invalid("a tag that is looked for has a key");
            }
        }
    }
}
