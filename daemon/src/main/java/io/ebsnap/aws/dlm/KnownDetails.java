package io.ebsnap.aws.dlm;

import io.ebsnap.api.LifecycleCreateRule;
import io.ebsnap.api.LifecyclePolicyDetails;
import io.ebsnap.api.LifecycleRetainRule;
import io.ebsnap.api.LifecycleSchedule;
import io.ebsnap.api.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What DLM has words for, of a policy that was written by other means. */
final class KnownDetails {

    private KnownDetails() {}

    static Map<String, Object> of(LifecyclePolicyDetails details) {
        return Map.of(
                PolicyWriting.LANGUAGE,
                "STANDARD",
                PolicyWriting.TYPE,
                details.policyType(),
                "ResourceTypes",
                details.resourceTypes(),
                PolicyWriting.LOCATIONS,
                List.of(PolicyWriting.CLOUD),
                "TargetTags",
                tags(details.targetTags()),
                "Schedules",
                details.schedules().stream().map(KnownDetails::schedule).toList());
    }

    private static Map<String, Object> schedule(LifecycleSchedule schedule) {
        LifecycleCreateRule create = schedule.createRule();
        LifecycleRetainRule retain = schedule.retainRule();
        Map<String, Object> createRule = new LinkedHashMap<>();
        add(createRule, "CronExpression", create.cronExpression());
        add(createRule, "Interval", create.interval());
        add(createRule, "IntervalUnit", create.intervalUnit());
        Map<String, Object> retainRule = new LinkedHashMap<>();
        add(retainRule, "Count", retain.count());
        add(retainRule, "Interval", retain.interval());
        add(retainRule, "IntervalUnit", retain.intervalUnit());
        return Map.of(
                "Name",
                schedule.name(),
                "CopyTags",
                schedule.copyTags(),
                "TagsToAdd",
                tags(schedule.tagsToAdd()),
                "CreateRule",
                createRule,
                "RetainRule",
                retainRule);
    }

    private static List<Map<String, String>> tags(List<Tag> tags) {
        return tags.stream()
                .map(tag -> Map.of("Key", tag.key(), "Value", tag.value()))
                .toList();
    }

    private static void add(Map<String, Object> object, String name, @Nullable Object value) {
        if (value != null) {
            object.put(name, value);
        }
    }
}
