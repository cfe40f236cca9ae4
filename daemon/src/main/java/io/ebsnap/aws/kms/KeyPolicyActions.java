package io.ebsnap.aws.kms;

import io.ebsnap.api.Key;
import io.ebsnap.api.KeyRequest.DescribeKey;
import io.ebsnap.api.KeyRequest.PutKeyPolicy;
import io.ebsnap.aws.AwsCaller;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.json.JsonMembers;
import java.util.List;
import java.util.Map;

/** Policies of keys: each has the one that says what holds, under the names that were given. */
final class KeyPolicyActions implements KmsActions {

    private static final String POLICY_NAME = "PolicyName";
    private static final String DEFAULT = "default";
    private static final int PAGE_MAX = 1000;

    @Override
    public Map<String, KmsAction> byName() {
        return Map.of(
                "GetKeyPolicy", KeyPolicyActions::get,
                "PutKeyPolicy", KeyPolicyActions::put,
                "ListKeyPolicies", KeyPolicyActions::list);
    }

    private static Prepared get(JsonMembers in, AwsCaller caller) {
        requireDefault(in);
        return new Prepared.Asked<>(
                new DescribeKey(KmsReading.key(in)),
                (answer, out) -> out.add(
                                "Policy",
                                policy(caller, answer.keyMetadata())
                                        .text(answer.keyMetadata().givenPolicy()))
                        .add(POLICY_NAME, DEFAULT));
    }

    /** Whose the key is says what its policy must be. */
    private static Prepared put(JsonMembers in, AwsCaller caller) {
        requireDefault(in);
        boolean unused = Boolean.TRUE.equals(in.flag("BypassPolicyLockoutSafetyCheck"));
        String policy = in.required("Policy");
        return new Prepared.Following<>(new DescribeKey(KmsReading.key(in)), answer -> {
            Key key = answer.keyMetadata();
            return Prepared.done(
                    new PutKeyPolicy(key.keyId(), policy(caller, key).given(policy)));
        });
    }

    private static Prepared list(JsonMembers in, AwsCaller caller) {
        KmsPages unused = KmsPages.of(in, "ListKeyPolicies", PAGE_MAX, PAGE_MAX);
        return new Prepared.Asked<>(new DescribeKey(KmsReading.key(in)), (answer, out) -> {
            KmsReading.requireSeen(caller, answer.keyMetadata());
            out.texts("PolicyNames", List.of(DEFAULT)).add("Truncated", false);
        });
    }

    private static KeyPolicy policy(AwsCaller caller, Key key) {
        KmsReading.requireSeen(caller, key);
        return KeyPolicy.of(key.aWSAccountId());
    }

    private static void requireDefault(JsonMembers in) {
        String name = in.text(POLICY_NAME);
        if (name != null && !name.equals(DEFAULT)) {
            throw AwsFault.of("NotFoundException", "a key's policy is called " + DEFAULT + ", not '" + name + "'");
        }
    }
}
