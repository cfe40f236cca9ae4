package io.ebsnap.aws.rbin;

import io.ebsnap.aws.AccessRefused;
import io.ebsnap.aws.ActionFailed;
import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.AwsRequest;
import io.ebsnap.aws.AwsService;
import io.ebsnap.aws.CalledActions;
import io.ebsnap.aws.json.JsonFaults;
import io.ebsnap.aws.rest.ArnPath;
import io.ebsnap.aws.rest.RestAnswers;
import io.ebsnap.aws.rest.RestRoutes;

/** The Recycle Bin: its rules. What is in it is EC2's. */
public final class RbinService implements AwsService {

    private static final String NAME = "rbin";
    private static final String RULES = "/rules";
    private static final String LIST = "/list-rules";
    private static final String RULE = "/rules/{identifier}";
    private static final String TAGS = "/tags/{resourceArn}";

    private final RestRoutes routes;

    /** Over the actions of whoever calls. */
    public RbinService(CalledActions called) {
        RuleCalls rules = new RuleCalls(called);
        RuleTagCalls tags = new RuleTagCalls(called);
        this.routes = new RestRoutes()
                .on("POST", RULES, rules::create)
                .on("GET", RULE, rules::get)
                .on("POST", LIST, rules::list)
                .on("PATCH", RULE, rules::update)
                .on("DELETE", RULE, rules::delete)
                .on("PATCH", RULE + "/lock", rules::lock)
                .on("PATCH", RULE + "/unlock", rules::unlock)
                .on("POST", TAGS, tags::tag)
                .on("DELETE", TAGS, tags::untag)
                .on("GET", TAGS, tags::list);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean takes(AwsRequest request) {
        String path = request.path();
        return path.equals(RULES) || path.startsWith(RULES + "/") || path.equals(LIST) || ArnPath.isFor(NAME, request);
    }

    @Override
    public AwsAnswer answer(AwsCall call) {
        try {
            return routes.answer(call);
        } catch (ActionFailed e) {
            throw RbinFaults.of(e.error());
        }
    }

    @Override
    public AwsAnswer refusal(AwsFault fault, String requestId) {
        return RestAnswers.of(RbinFaults.complete(fault), requestId);
    }

    @Override
    public AwsFault fault(AccessRefused refused) {
        return JsonFaults.of(refused);
    }
}
