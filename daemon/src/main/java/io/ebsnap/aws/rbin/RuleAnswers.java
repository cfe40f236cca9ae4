package io.ebsnap.aws.rbin;

import io.ebsnap.api.LockConfiguration;
import io.ebsnap.api.ResourceTag;
import io.ebsnap.api.RetentionPeriod;
import io.ebsnap.api.RetentionRule;
import io.ebsnap.api.Tag;
import io.ebsnap.aws.json.JsonObject;
import java.util.List;

/** Rules in the Recycle Bin's form. */
final class RuleAnswers {

    private RuleAnswers() {}

    /** All of a rule but its own tags. */
    static JsonObject rule(RetentionRule rule) {
        JsonObject out = new JsonObject();
        summary(rule, out);
        out.add("ResourceType", rule.resourceType())
                .add("Status", rule.status())
                .add("LockEndTime", rule.lockEndTime());
        resourceTags("ResourceTags", rule.resourceTags(), out);
        resourceTags("ExcludeResourceTags", rule.excludeResourceTags(), out);
        LockConfiguration lock = rule.lockConfiguration();
        if (lock != null) {
            out.object(
                    "LockConfiguration",
                    () -> out.object(
                            "UnlockDelay",
                            () -> out.add("UnlockDelayValue", lock.unlockDelay().unlockDelayValue())
                                    .add("UnlockDelayUnit", lock.unlockDelay().unlockDelayUnit())));
        }
        return out;
    }

    /** What a list says of each. */
    static void summary(RetentionRule rule, JsonObject out) {
        RetentionPeriod period = rule.retentionPeriod();
        out.add("Identifier", rule.identifier())
                .add("RuleArn", rule.ruleArn())
                .add("Description", rule.description())
                .add("LockState", rule.lockState())
                .object(
                        "RetentionPeriod",
                        () -> out.add("RetentionPeriodValue", period.retentionPeriodValue())
                                .add("RetentionPeriodUnit", period.retentionPeriodUnit()));
    }

    /** Tags of a rule itself. */
    static JsonObject tags(List<Tag> tags, JsonObject out) {
        return out.list("Tags", tags, (tag, item) -> item.add("Key", tag.key()).add("Value", tag.value()));
    }

    private static void resourceTags(String name, List<ResourceTag> tags, JsonObject out) {
        out.list(
                name,
                tags,
                (tag, item) -> item.add("ResourceTagKey", tag.resourceTagKey())
                        .add("ResourceTagValue", tag.resourceTagValue()));
    }
}
