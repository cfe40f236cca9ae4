package io.ebsnap.aws.rbin;

import io.ebsnap.api.RecycleBinRequest.GetRule;
import io.ebsnap.api.ResourceTag;
import io.ebsnap.api.RetentionRule;
import io.ebsnap.api.Tag;
import io.ebsnap.api.TagRequest.CreateTags;
import io.ebsnap.api.TagRequest.DeleteTags;
import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.CalledActions;
import io.ebsnap.aws.json.JsonMembers;
import io.ebsnap.aws.json.JsonObject;
import io.ebsnap.aws.rest.ArnPath;
import io.ebsnap.aws.rest.RestAnswers;
import io.ebsnap.aws.rest.RestRequest;
import java.util.List;

/** Tags of rules, by their ARNs. */
record RuleTagCalls(CalledActions called) {

    private static final int OK = 200;
    private static final int CREATED = 201;

    AwsAnswer tag(RestRequest in, AwsCall call) {
        in.requireUnderstood();
        JsonMembers body = JsonMembers.of(in.request().body());
        List<Tag> tags = RuleReading.tags(body);
        body.requireUnderstood();
        Object unused = called.ask(call, new CreateTags(List.of(rule(in, call).identifier()), tags));
        return RestAnswers.of(CREATED, new JsonObject(), call.requestId());
    }

    AwsAnswer untag(RestRequest in, AwsCall call) {
        List<ResourceTag> tags = in.parameters("tagKeys").stream()
                .map(key -> new ResourceTag(key, null))
                .toList();
        in.requireUnderstood();
        if (tags.isEmpty()) {
            throw RestRequest.invalid("tagKeys is required");
        }
        Object unused = called.ask(call, new DeleteTags(List.of(rule(in, call).identifier()), tags));
        return RestAnswers.done(call.requestId());
    }

    AwsAnswer list(RestRequest in, AwsCall call) {
        in.requireUnderstood();
        return RestAnswers.of(OK, RuleAnswers.tags(rule(in, call).tags(), new JsonObject()), call.requestId());
    }

    /** One of another region or account is not there, also if it has the same identifier. */
    private RetentionRule rule(RestRequest in, AwsCall call) {
        String arn = in.variable("resourceArn");
        AwsFault missing = RbinFaults.missing("there is no " + arn);
        RetentionRule rule =
                called.ask(call, new GetRule(ArnPath.resource(arn, "rule").orElseThrow(() -> missing)));
        if (!rule.ruleArn().equals(arn)) {
            throw missing;
        }
        return rule;
    }
}
