package io.ebsnap.aws.dlm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.LifecycleCreateRule;
import io.ebsnap.api.LifecyclePolicyDetails;
import io.ebsnap.api.LifecycleRetainRule;
import io.ebsnap.api.LifecycleSchedule;
import io.ebsnap.api.Tag;
import io.ebsnap.aws.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A policy that was written by other means is shown as far as DLM has words for it. */
class KnownDetailsTest {

    private static LifecycleSchedule schedule(LifecycleCreateRule create, LifecycleRetainRule retain) {
        return new LifecycleSchedule(
                "s", "name", true, List.of(new Tag("a", "1")), create, retain, List.of("push to far"), null, null);
    }

    @Test
    void timesAgesAndNumbersAreShownAndTheRestIsNot() {
        LifecyclePolicyDetails details = new LifecyclePolicyDetails(
                "EBS_SNAPSHOT_MANAGEMENT",
                List.of("VOLUME"),
                List.of(new Tag("backup", "")),
                3,
                List.of(
                        schedule(
                                new LifecycleCreateRule("0 3 * * *", null, null, "cron"),
                                new LifecycleRetainRule(null, 2, "DAYS", "for 2 days")),
                        schedule(
                                new LifecycleCreateRule(null, 5, "MINUTES", "every 5 minutes"),
                                new LifecycleRetainRule(7, null, null, "the newest 7")),
                        schedule(
                                new LifecycleCreateRule(null, 1, "HOURS", "every hour"),
                                new LifecycleRetainRule(null, null, null, "7 daily"))));
        byte[] json = new JsonObject().add("Details", KnownDetails.of(details)).bytes();
        String schedules = """
                [{"Name": "name", "CopyTags": true, "TagsToAdd": [{"Key": "a", "Value": "1"}],
                  "CreateRule": {"CronExpression": "0 3 * * *"}, "RetainRule": {"Interval": 2, "IntervalUnit": "DAYS"}},
                 {"Name": "name", "CopyTags": true, "TagsToAdd": [{"Key": "a", "Value": "1"}],
                  "CreateRule": {"Interval": 5, "IntervalUnit": "MINUTES"}, "RetainRule": {"Count": 7}},
                 {"Name": "name", "CopyTags": true, "TagsToAdd": [{"Key": "a", "Value": "1"}],
                  "CreateRule": {"Interval": 1, "IntervalUnit": "HOURS"}, "RetainRule": {}}]""";
        assertThat(JsonMapper.shared()
                        .readTree(new String(json, StandardCharsets.UTF_8))
                        .get("Details"))
                .isEqualTo(JsonMapper.shared().readTree("""
                        {"PolicyLanguage": "STANDARD", "PolicyType": "EBS_SNAPSHOT_MANAGEMENT", "ResourceTypes": ["VOLUME"],
                         "ResourceLocations": ["CLOUD"], "TargetTags": [{"Key": "backup", "Value": ""}],
                         "Schedules": %s}""".formatted(schedules)));
    }
}
