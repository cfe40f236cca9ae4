package io.ebsnap.aws.rbin;

import io.ebsnap.api.LockConfiguration;
import io.ebsnap.api.ResourceTag;
import io.ebsnap.api.RetentionPeriod;
import io.ebsnap.api.Tag;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.json.JsonMembers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What requests about rules have among their members. */
final class RuleReading {

    /** EBS knows longer times; here a rule keeps things for a year at most. */
    private static final int DAYS_MAX = 365;

    private static final int DELAY_DAYS_MIN = 7;
    private static final int DELAY_DAYS_MAX = 30;

    private RuleReading() {}

    /** Null if it is not there. */
    static @Nullable RetentionPeriod period(JsonMembers in) {
        JsonMembers period = in.object("RetentionPeriod");
        return period == null
                ? null
                : RetentionPeriod.days(days(period, "RetentionPeriodValue", "RetentionPeriodUnit", 1, DAYS_MAX));
    }

    /** Null if it is not there. */
    static @Nullable LockConfiguration lock(JsonMembers in) {
        JsonMembers lock = in.object("LockConfiguration");
        if (lock == null) {
            return null;
        }
        JsonMembers delay = lock.object("UnlockDelay");
        if (delay == null) {
            throw lock.missing("UnlockDelay");
        }
        return LockConfiguration.days(
                days(delay, "UnlockDelayValue", "UnlockDelayUnit", DELAY_DAYS_MIN, DELAY_DAYS_MAX));
    }

    private static int days(JsonMembers in, String value, String unit, int min, int max) {
        if (!in.required(unit).equals("DAYS")) {
            throw in.invalid(unit, "DAYS");
        }
        Integer days = in.integer(value, min, max);
        if (days == null) {
            throw in.missing(value);
        }
        return days;
    }

    /** Of things that a rule is about; none if they are not there. */
    static List<ResourceTag> resourceTags(JsonMembers in, String name) {
        return in.objects(name).stream()
                .map(tag -> new ResourceTag(tag.required("ResourceTagKey"), tag.text("ResourceTagValue")))
                .toList();
    }

    /** Of the rule itself. */
    static List<Tag> tags(JsonMembers in) {
        return in.objects("Tags").stream()
                .map(tag -> {
                    String value = tag.text("Value");
                    return new Tag(tag.required("Key"), value == null ? "" : value);
                })
                .toList();
    }

    /** One of some words; null if it is not there. */
    static @Nullable String word(JsonMembers in, String name, List<String> words) {
        String word = in.text(name);
        if (word != null && !words.contains(word)) {
            throw in.invalid(name, "one of " + String.join(", ", words));
        }
        return word;
    }

    /** Something that must be there. */
    static <T> T present(@Nullable T value, AwsFault missing) {
        if (value == null) {
            throw missing;
        }
        return value;
    }
}
