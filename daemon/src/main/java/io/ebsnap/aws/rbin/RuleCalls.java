package io.ebsnap.aws.rbin;

import io.ebsnap.api.Page;
import io.ebsnap.api.RecycleBinRequest.CreateRule;
import io.ebsnap.api.RecycleBinRequest.DeleteRule;
import io.ebsnap.api.RecycleBinRequest.GetRule;
import io.ebsnap.api.RecycleBinRequest.ListRules;
import io.ebsnap.api.RecycleBinRequest.LockRule;
import io.ebsnap.api.RecycleBinRequest.UnlockRule;
import io.ebsnap.api.RecycleBinRequest.UpdateRule;
import io.ebsnap.api.ResourceTag;
import io.ebsnap.api.RetentionRule;
import io.ebsnap.api.RetentionRuleList;
import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.CalledActions;
import io.ebsnap.aws.PageToken;
import io.ebsnap.aws.json.JsonMembers;
import io.ebsnap.aws.json.JsonObject;
import io.ebsnap.aws.rest.RestAnswers;
import io.ebsnap.aws.rest.RestRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes, shows, changes, locks and deletes rules. */
record RuleCalls(CalledActions called) {

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int RESULTS_MAX = 1000;
    private static final String LIST = "ListRules";
    private static final List<String> TYPES = List.of("EBS_SNAPSHOT", "EC2_IMAGE", "EBS_VOLUME");
    private static final List<String> LOCK_STATES = List.of("locked", "pending_unlock", "unlocked");

    AwsAnswer create(RestRequest in, AwsCall call) {
        JsonMembers body = body(in);
        CreateRule order = new CreateRule(
                RuleReading.present(RuleReading.word(body, "ResourceType", TYPES), body.missing("ResourceType")),
                RuleReading.present(RuleReading.period(body), body.missing("RetentionPeriod")),
                body.text("Description"),
                RuleReading.resourceTags(body, "ResourceTags"),
                RuleReading.resourceTags(body, "ExcludeResourceTags"),
                RuleReading.tags(body),
                RuleReading.lock(body));
        body.requireUnderstood();
        RetentionRule rule = called.ask(call, order);
        return RestAnswers.of(CREATED, RuleAnswers.tags(rule.tags(), RuleAnswers.rule(rule)), call.requestId());
    }

    AwsAnswer get(RestRequest in, AwsCall call) {
        in.requireUnderstood();
        return rule(called.ask(call, new GetRule(identifier(in))), call);
    }

    AwsAnswer list(RestRequest in, AwsCall call) {
        JsonMembers body = body(in);
        String type = RuleReading.present(RuleReading.word(body, "ResourceType", TYPES), body.missing("ResourceType"));
        String lockState = RuleReading.word(body, "LockState", LOCK_STATES);
        List<ResourceTag> tags = RuleReading.resourceTags(body, "ResourceTags");
        List<ResourceTag> excluded = RuleReading.resourceTags(body, "ExcludeResourceTags");
        Page page = new Page(body.integer("MaxResults", 1, RESULTS_MAX), opened(body.text("NextToken")));
        body.requireUnderstood();
        RetentionRuleList rules = called.ask(call, new ListRules(type, lockState, page));
        List<RetentionRule> wanted = rules.rules().stream()
                .filter(rule -> hasAll(rule.resourceTags(), tags) && hasAll(rule.excludeResourceTags(), excluded))
                .toList();
        return RestAnswers.of(
                OK,
                new JsonObject().list("Rules", wanted, RuleAnswers::summary).add("NextToken", token(rules.nextToken())),
                call.requestId());
    }

    AwsAnswer update(RestRequest in, AwsCall call) {
        JsonMembers body = body(in);
        String type = RuleReading.word(body, "ResourceType", TYPES);
        UpdateRule order = new UpdateRule(
                identifier(in),
                RuleReading.period(body),
                body.text("Description"),
                body.has("ResourceTags") ? RuleReading.resourceTags(body, "ResourceTags") : null,
                body.has("ExcludeResourceTags") ? RuleReading.resourceTags(body, "ExcludeResourceTags") : null);
        body.requireUnderstood();
        if (type != null
                && !type.equals(called.ask(call, new GetRule(identifier(in))).resourceType())) {
            throw body.wrong("ResourceType", "of a rule cannot be changed");
        }
        return rule(called.ask(call, order), call);
    }

    AwsAnswer delete(RestRequest in, AwsCall call) {
        in.requireUnderstood();
        Object unused = called.ask(call, new DeleteRule(identifier(in)));
        return RestAnswers.done(call.requestId());
    }

    AwsAnswer lock(RestRequest in, AwsCall call) {
        JsonMembers body = body(in);
        LockRule order = new LockRule(
                identifier(in), RuleReading.present(RuleReading.lock(body), body.missing("LockConfiguration")));
        body.requireUnderstood();
        return rule(called.ask(call, order), call);
    }

    AwsAnswer unlock(RestRequest in, AwsCall call) {
        in.requireUnderstood();
        return rule(called.ask(call, new UnlockRule(identifier(in))), call);
    }

    private static String identifier(RestRequest in) {
        return in.variable("identifier");
    }

    private static JsonMembers body(RestRequest in) {
        in.requireUnderstood();
        return JsonMembers.of(in.request().body());
    }

    private static AwsAnswer rule(RetentionRule rule, AwsCall call) {
        return RestAnswers.of(OK, RuleAnswers.rule(rule), call.requestId());
    }

    /** Whether a rule looks for all of these; a value that is not there is any. */
    private static boolean hasAll(List<ResourceTag> tags, List<ResourceTag> wanted) {
        return wanted.stream()
                .allMatch(tag -> tags.stream()
                        .anyMatch(of -> of.resourceTagKey().equals(tag.resourceTagKey())
                                && (tag.resourceTagValue() == null
                                        || Objects.equals(of.resourceTagValue(), tag.resourceTagValue()))));
    }

    private static @Nullable String token(@Nullable String key) {
        return key == null ? null : new PageToken(LIST, key).encode();
    }

    private static @Nullable String opened(@Nullable String token) {
        return token == null
                ? null
                : PageToken.decode(LIST, token)
                        .map(PageToken::last)
                        .orElseThrow(() -> RbinFaults.page("NextToken is none of " + LIST));
    }
}
