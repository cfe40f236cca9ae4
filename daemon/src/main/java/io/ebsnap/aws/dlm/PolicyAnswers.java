package io.ebsnap.aws.dlm;

import io.ebsnap.api.LifecyclePolicy;
import io.ebsnap.api.LifecyclePolicyDetails;
import io.ebsnap.aws.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Policies in DLM's form.
 *
 * @param writing of the region whose they are
 */
record PolicyAnswers(PolicyWriting writing) {

    private static final String DEFAULT_ROLE = "role/service-role/AWSDataLifecycleManagerDefaultRole";

    /**
     * A policy, and how DLM says it.
     *
     * @param policy as the daemon has it
     * @param given what of it was given through DLM
     * @param details in DLM's form; empty if it cannot be read
     * @param whole whether they are all that is carried out
     */
    record Said(LifecyclePolicy policy, GivenPolicy given, Map<String, Object> details, boolean whole) {}

    Said said(LifecyclePolicy policy) {
        GivenPolicy given = GivenPolicy.parse(policy.policyDocument());
        if (given.isWhole(writing)) {
            return new Said(policy, given, given.details(), true);
        }
        LifecyclePolicyDetails details = policy.policyDetails();
        return new Said(policy, given, details == null ? Map.of() : KnownDetails.of(details), false);
    }

    /** What a list says of each. */
    void summary(Said said, JsonObject out) {
        LifecyclePolicy policy = said.policy();
        out.add("PolicyId", policy.policyId())
                .add("Description", policy.description())
                .add("State", policy.state())
                .map("Tags", said.given().tags())
                .add("PolicyType", said.details().get(PolicyWriting.TYPE))
                .add("DefaultPolicy", policy.defaultPolicy());
    }

    JsonObject whole(Said said) {
        LifecyclePolicy policy = said.policy();
        String role = said.given().role();
        JsonObject out = new JsonObject();
        return out.object(
                "Policy",
                () -> out.add("PolicyId", policy.policyId())
                        .add("Description", policy.description())
                        .add("State", policy.state())
                        .add("StatusMessage", message(said))
                        .add("ExecutionRoleArn", role == null ? defaultRole(policy) : role)
                        .add("DateCreated", text(policy.dateCreated()))
                        .add("DateModified", text(policy.dateModified()))
                        .add("PolicyDetails", said.details().isEmpty() ? null : said.details())
                        .map("Tags", said.given().tags())
                        .add("PolicyArn", arn(policy))
                        .add("DefaultPolicy", policy.defaultPolicy()));
    }

    String arn(LifecyclePolicy policy) {
        return "arn:aws:dlm:" + writing.region() + ":" + policy.ownerId() + ":policy/" + policy.policyId();
    }

    /** Policies act as whoever has made them; tools insist on a role. */
    private static String defaultRole(LifecyclePolicy policy) {
        return "arn:aws:iam::" + policy.ownerId() + ":" + DEFAULT_ROLE;
    }

    private static @Nullable String message(Said said) {
        String message = said.policy().statusMessage();
        return message != null || said.whole()
                ? message
                : "it was not written through DLM: ebsnap lifecycle show "
                        + said.policy().policyId() + " says all of it";
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
