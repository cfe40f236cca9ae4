package io.ebsnap.aws.dlm;

import io.ebsnap.api.LifecyclePolicy;
import io.ebsnap.aws.json.JsonMembers;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.TagRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a policy is to be.
 *
 * @param writing by which it is written down
 */
record PolicyReading(PolicyWriting writing) {

    private static final String STATE = "State";
    private static final String RESOURCE_TYPE = "ResourceType";
    private static final String DEFAULT_POLICY = "DefaultPolicy";
    private static final List<String> STATES = List.of("ENABLED", "DISABLED");

    /** Of default policies; they stand beside the details in requests, and within them in answers. */
    private static final List<String> OF_DEFAULTS = List.of(
            "CreateInterval", "RetainInterval", "CopyTags", "ExtendDeletion", "CrossRegionCopyTargets", "Exclusions");

    /** {@code ENABLED} or {@code DISABLED}; null if nothing is said. */
    static @Nullable String state(JsonMembers in) {
        String state = in.text(STATE);
        if (state != null && !STATES.contains(state)) {
            throw in.invalid(STATE, "one of " + String.join(", ", STATES));
        }
        return state;
    }

    /** A new one. */
    GivenPolicy created(JsonMembers in) {
        for (String name : List.of(GivenPolicy.ROLE, GivenPolicy.DESCRIPTION, STATE)) {
            if (in.isEmpty(name)) {
                throw DlmFaults.required(in, name);
            }
        }
        Map<String, Object> given = new TreeMap<>();
        given.put(GivenPolicy.ROLE, in.required(GivenPolicy.ROLE));
        given.put(GivenPolicy.DESCRIPTION, in.required(GivenPolicy.DESCRIPTION));
        Map<String, String> tags = tags(in);
        if (!tags.isEmpty()) {
            given.put(GivenPolicy.TAGS, tags);
        }
        Map<String, Object> details = details(in, Map.of());
        String type = in.text(DEFAULT_POLICY);
        if (type != null) {
            details.putIfAbsent(PolicyWriting.LANGUAGE, PolicyWriting.SIMPLIFIED);
            details.putIfAbsent(RESOURCE_TYPE, type);
        }
        if (details.isEmpty()) {
            throw DlmFaults.required(in, GivenPolicy.DETAILS);
        }
        given.put(GivenPolicy.DETAILS, completed(details));
        in.requireUnderstood();
        return GivenPolicy.of(given, writing);
    }

    /** One that is there, as it is to be from now on; null if what it says stays. */
    @Nullable
    GivenPolicy changed(JsonMembers in, LifecyclePolicy policy) {
        GivenPolicy old = GivenPolicy.parse(policy.policyDocument());
        Map<String, Object> given = new TreeMap<>(old.given());
        String role = in.text(GivenPolicy.ROLE);
        if (role != null) {
            given.put(GivenPolicy.ROLE, role);
        }
        boolean replaced = in.has(GivenPolicy.DETAILS);
        boolean rewritten = replaced
                || in.has(GivenPolicy.DESCRIPTION)
                || OF_DEFAULTS.stream().anyMatch(in::has);
        if (!rewritten) {
            in.requireUnderstood();
            return role == null ? null : new GivenPolicy(given, old.body());
        }
        if (!replaced && !old.isWhole(writing)) {
            throw in.missing(GivenPolicy.DETAILS + ", because " + policy.policyId() + " was written by other means,")
                    .with("RequiredParameters", GivenPolicy.DETAILS);
        }
        String description = in.text(GivenPolicy.DESCRIPTION);
        given.put(GivenPolicy.DESCRIPTION, description == null ? policy.description() : description);
        given.put(GivenPolicy.DETAILS, completed(details(in, old.details())));
        in.requireUnderstood();
        return GivenPolicy.of(given, writing);
    }

    /**
     * Tags of the policy itself.
     *
     * @throws io.ebsnap.failure.Failure.Invalid if they cannot be so
     */
    static Map<String, String> tags(JsonMembers in) {
        Map<String, String> tags = in.map(GivenPolicy.TAGS);
        List<Tag> all = new ArrayList<>();
        tags.forEach((key, value) -> all.add(new Tag(key, value)));
        TagRules.check(all);
        return tags;
    }

    private static Map<String, Object> details(JsonMembers in, Map<String, Object> before) {
        JsonMembers given = in.object(GivenPolicy.DETAILS);
        Map<String, Object> details = new LinkedHashMap<>(given == null ? before : given.all());
        for (String name : OF_DEFAULTS) {
            Object value = in.raw(name);
            if (value != null && given != null && given.has(name)) {
                throw DlmFaults.exclusive(in, name, GivenPolicy.DETAILS + "." + name);
            }
            if (value != null) {
                details.put(name, value);
            }
        }
        return details;
    }

    /** With what DLM adds where nothing is said. */
    private static Map<String, Object> completed(Map<String, Object> given) {
        Map<String, Object> details = withoutEmptyLists(given);
        details.putIfAbsent(PolicyWriting.LANGUAGE, "STANDARD");
        details.putIfAbsent(PolicyWriting.TYPE, PolicyWriting.SNAPSHOTS);
        if (PolicyWriting.SIMPLIFIED.equals(details.get(PolicyWriting.LANGUAGE))) {
            details.putIfAbsent(RESOURCE_TYPE, PolicyWriting.VOLUME);
            details.putIfAbsent("CreateInterval", (long) DefaultPolicyWriting.CREATE_DAYS);
            details.putIfAbsent("RetainInterval", (long) DefaultPolicyWriting.RETAIN_DAYS);
            details.putIfAbsent("CopyTags", false);
            details.putIfAbsent("ExtendDeletion", false);
        } else {
            details.putIfAbsent(PolicyWriting.LOCATIONS, List.of(PolicyWriting.CLOUD));
        }
        return details;
    }

    /** Tools send lists of nothing for what nobody has asked for. */
    private static Map<String, Object> withoutEmptyLists(Map<?, ?> object) {
        Map<String, Object> rest = new LinkedHashMap<>();
        object.forEach((name, value) -> {
            if (!(value instanceof List<?> items && items.isEmpty())) {
                rest.put((String) name, withoutEmptyLists(value));
            }
        });
        return rest;
    }

    private static Object withoutEmptyLists(Object value) {
        return switch (value) {
            case Map<?, ?> object -> withoutEmptyLists(object);
            case List<?> items ->
                items.stream().map(item -> withoutEmptyLists((Object) item)).toList();
            default -> value;
        };
    }
}
