package io.ebsnap.aws.dlm;

import io.ebsnap.aws.dlm.PolicyAnswers.Said;
import io.ebsnap.aws.json.JsonMembers;
import io.ebsnap.aws.rest.RestRequest;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which policies are listed. What is empty leaves none out; of several values one is enough.
 *
 * @param policyIds ids
 * @param resourceTypes {@code VOLUME} or {@code INSTANCE}
 * @param targetTags by which they find volumes, as {@code KEY=VALUE}
 * @param tagsToAdd that their snapshots get, as {@code KEY=VALUE}
 * @param defaults {@code VOLUME}, {@code INSTANCE} or {@code ALL}: only default policies, for these
 */
record PolicyFilters(
        List<String> policyIds,
        List<String> resourceTypes,
        List<String> targetTags,
        List<String> tagsToAdd,
        @Nullable String defaults) {

    private static final List<String> STATES = List.of("ENABLED", "DISABLED", "ERROR");
    private static final List<String> DEFAULTS = List.of(PolicyWriting.VOLUME, "INSTANCE", "ALL");

    static PolicyFilters of(RestRequest in) {
        return new PolicyFilters(
                in.parameters("policyIds"),
                in.parameters("resourceTypes"),
                in.parameters("targetTags"),
                in.parameters("tagsToAdd"),
                word(in, "defaultPolicyType", DEFAULTS));
    }

    /** The state of those that are listed; null for any. */
    static @Nullable String state(RestRequest in) {
        return word(in, "state", STATES);
    }

    private static @Nullable String word(RestRequest in, String name, List<String> words) {
        String word = in.parameter(name);
        if (word != null && !words.contains(word)) {
            throw RestRequest.invalid(name + " is not one of " + String.join(", ", words));
        }
        return word;
    }

    boolean match(Said said) {
        JsonMembers details = JsonMembers.of(said.details());
        return isAny(policyIds, Stream.of(said.policy().policyId()))
                && isAny(resourceTypes, types(details))
                && isAny(targetTags, tags(details, "TargetTags"))
                && isAny(tagsToAdd, details.objects("Schedules").stream().flatMap(one -> tags(one, "TagsToAdd")))
                && isWantedDefault(said, details);
    }

    /** Those that are not default ones are left out once a type of these is named. */
    private boolean isWantedDefault(Said said, JsonMembers details) {
        return defaults == null
                || (said.policy().defaultPolicy()
                        && (defaults.equals("ALL") || types(details).anyMatch(defaults::equals)));
    }

    private static boolean isAny(List<String> wanted, Stream<String> found) {
        return wanted.isEmpty() || found.anyMatch(wanted::contains);
    }

    private static Stream<String> types(JsonMembers details) {
        return Stream.concat(details.texts("ResourceTypes").stream(), Stream.ofNullable(details.text("ResourceType")));
    }

    private static Stream<String> tags(JsonMembers in, String name) {
        return in.objects(name).stream()
                .map(tag -> tag.text("Key") + "=" + Objects.requireNonNullElse(tag.text("Value"), ""));
    }
}
