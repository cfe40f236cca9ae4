package io.ebsnap.aws.dlm;

import io.ebsnap.api.LifecyclePolicy;
import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.json.JsonMembers;
import io.ebsnap.aws.json.JsonObject;
import io.ebsnap.aws.rest.ArnPath;
import io.ebsnap.aws.rest.RestAnswers;
import io.ebsnap.aws.rest.RestRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Tags of policies, by their ARNs. */
record PolicyTagCalls(Policies policies, PolicyAnswers answers) {

    private static final int OK = 200;

    AwsAnswer tag(RestRequest in, AwsCall call) {
        in.requireUnderstood();
        JsonMembers body = JsonMembers.of(in.request().body());
        Map<String, String> added = PolicyReading.tags(body);
        body.requireUnderstood();
        if (added.isEmpty()) {
            throw DlmFaults.required(body, GivenPolicy.TAGS);
        }
        return changed(in, call, old -> {
            Map<String, String> tags = new TreeMap<>(old);
            tags.putAll(added);
            return PolicyReading.tags(JsonMembers.of(Map.of(GivenPolicy.TAGS, tags)));
        });
    }

    AwsAnswer untag(RestRequest in, AwsCall call) {
        List<String> removed = in.parameters("tagKeys");
        in.requireUnderstood();
        if (removed.isEmpty()) {
            throw RestRequest.invalid("tagKeys is required").with("RequiredParameters", "tagKeys");
        }
        return changed(in, call, old -> {
            Map<String, String> tags = new TreeMap<>(old);
            tags.keySet().removeAll(removed);
            return tags;
        });
    }

    AwsAnswer list(RestRequest in, AwsCall call) {
        in.requireUnderstood();
        String arn = in.variable("resourceArn");
        LifecyclePolicy policy = policies.find(call, id(arn));
        requireArn(policy, arn);
        JsonObject out =
                new JsonObject().map("Tags", answers.said(policy).given().tags());
        return RestAnswers.of(OK, out, call.requestId());
    }

    private AwsAnswer changed(RestRequest in, AwsCall call, UnaryOperator<Map<String, String>> change) {
        String arn = in.variable("resourceArn");
        policies.change(call, id(arn), policy -> {
            requireArn(policy, arn);
            GivenPolicy given = GivenPolicy.parse(policy.policyDocument());
            GivenPolicy retagged = given.with(GivenPolicy.TAGS, change.apply(given.tags()));
            return new Policies.Change(retagged.document(), null);
        });
        return PolicyCalls.done(call);
    }

    private static String id(String arn) {
        return ArnPath.resource(arn, "policy").orElseThrow(() -> missing(arn));
    }

    /** One of another region or account is not there, also if it has the same id. */
    private void requireArn(LifecyclePolicy policy, String arn) {
        if (!answers.arn(policy).equals(arn)) {
            throw missing(arn);
        }
    }

    private static AwsFault missing(String arn) {
        return DlmFaults.missing(arn, "there is no " + arn);
    }
}
