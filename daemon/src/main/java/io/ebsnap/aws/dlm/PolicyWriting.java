package io.ebsnap.aws.dlm;

import io.ebsnap.aws.json.JsonMembers;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes as a document, ebsnap-policy(5), what a policy is given as. What has no meaning here is refused by its name.
 *
 * @param region in which copies stay
 */
record PolicyWriting(String region) {

    static final String LANGUAGE = "PolicyLanguage";
    static final String SIMPLIFIED = "SIMPLIFIED";
    static final String TYPE = "PolicyType";
    static final String SNAPSHOTS = "EBS_SNAPSHOT_MANAGEMENT";
    static final String LOCATIONS = "ResourceLocations";
    static final String CLOUD = "CLOUD";
    static final String VOLUME = "VOLUME";

    private static final int TARGETS_MAX = 50;
    private static final int SCHEDULES_MAX = 4;

    /**
     * The document.
     *
     * @param given with description and details
     * @throws io.ebsnap.aws.AwsFault if something of it is wrong, or has no meaning here
     */
    String document(Map<String, Object> given) {
        JsonMembers in = JsonMembers.of(given);
        JsonMembers details = in.object(GivenPolicy.DETAILS);
        if (details == null) {
            throw DlmFaults.required(in, GivenPolicy.DETAILS);
        }
        Toml out = new Toml();
        String description = in.text(GivenPolicy.DESCRIPTION);
        if (description != null && !description.isEmpty()) {
            out.add("description", description);
        }
        requireOfSnapshots(details);
        if (SIMPLIFIED.equals(details.text(LANGUAGE))) {
            DefaultPolicyWriting.write(details, out);
        } else {
            standard(details, out);
        }
        details.requireUnderstood();
        return out.toString();
    }

    private static void requireOfSnapshots(JsonMembers details) {
        String type = details.text(TYPE);
        if (type != null && !type.equals(SNAPSHOTS)) {
            throw details.wrong(
                    TYPE,
                    "is " + SNAPSHOTS + " here: policies that make images are written as documents, and none waits"
                            + " for events");
        }
    }

    private void standard(JsonMembers details, Toml out) {
        String language = details.text(LANGUAGE);
        if (language != null && !language.equals("STANDARD")) {
            throw details.invalid(LANGUAGE, "STANDARD or " + SIMPLIFIED);
        }
        if (!details.texts("ResourceTypes").equals(List.of(VOLUME))) {
            throw details.wrong(
                    "ResourceTypes", "are [" + VOLUME + "] here: this machine, the one instance, has no tags");
        }
        List<String> locations = details.texts(LOCATIONS);
        if (!locations.isEmpty() && !locations.equals(List.of(CLOUD))) {
            throw details.wrong(LOCATIONS, "are [" + CLOUD + "] here");
        }
        refuse(details, "Parameters", "are for instances and images");
        refuse(details, "EventSource", "is for events, of which there are none here");
        refuse(details, "Actions", "are for events, of which there are none here");
        out.table("target").add("tags", targets(details));
        schedules(details, out);
    }

    /** What is empty orders nothing. */
    static void refuse(JsonMembers in, String name, String why) {
        if (!in.isEmpty(name)) {
            throw in.wrong(name, why);
        }
    }

    private static List<String> targets(JsonMembers details) {
        List<JsonMembers> tags = details.objects("TargetTags");
        if (tags.isEmpty()) {
            throw DlmFaults.required(details, "TargetTags");
        }
        if (tags.size() > TARGETS_MAX) {
            throw details.wrong("TargetTags", "are more than " + TARGETS_MAX);
        }
        return tags.stream().map(PolicyWriting::pattern).toList();
    }

    /** A tag that volumes are found by. */
    static String pattern(JsonMembers tag) {
        String key = tag.required("Key");
        if (key.indexOf('=') >= 0) {
            throw tag.wrong("Key", "of a tag that is looked for has no '='");
        }
        String value = tag.text("Value");
        return key + "=" + (value == null ? "" : value);
    }

    private void schedules(JsonMembers details, Toml out) {
        List<JsonMembers> schedules = details.objects("Schedules");
        if (schedules.isEmpty()) {
            throw DlmFaults.required(details, "Schedules");
        }
        if (schedules.size() > SCHEDULES_MAX) {
            throw details.wrong("Schedules", "are more than " + SCHEDULES_MAX);
        }
        Set<String> ids = new HashSet<>();
        for (JsonMembers schedule : schedules) {
            String id = ScheduleWriting.id(schedule, ids.size() + 1);
            if (!ids.add(id)) {
                throw schedule.wrong("Name", "is that of another schedule");
            }
            ScheduleWriting.write(id, schedule, region, out);
        }
    }
}
