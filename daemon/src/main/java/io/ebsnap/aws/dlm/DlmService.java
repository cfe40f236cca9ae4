package io.ebsnap.aws.dlm;

import io.ebsnap.aws.AccessRefused;
import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.AwsRequest;
import io.ebsnap.aws.AwsService;
import io.ebsnap.aws.CalledActions;
import io.ebsnap.aws.json.JsonFaults;
import io.ebsnap.aws.rest.ArnPath;
import io.ebsnap.aws.rest.RestAnswers;
import io.ebsnap.aws.rest.RestRequest;
import io.ebsnap.aws.rest.RestRoutes;
import io.ebsnap.failure.Failure;

/** Data Lifecycle Manager: policies that take, keep and delete snapshots of volumes. */
public final class DlmService implements AwsService {

    private static final String NAME = "dlm";
    private static final String POLICIES = "/policies";
    private static final String POLICY = "/policies/{policyId}";
    private static final String TAGS = "/tags/{resourceArn}";

    private final RestRoutes routes;

    /**
     * Over the actions of whoever calls.
     *
     * @param region whose policies they are
     */
    public DlmService(CalledActions called, String region) {
        PolicyWriting writing = new PolicyWriting(region);
        Policies all = new Policies(called);
        PolicyAnswers answers = new PolicyAnswers(writing);
        PolicyCalls policies = new PolicyCalls(all, new PolicyReading(writing), answers);
        PolicyTagCalls tags = new PolicyTagCalls(all, answers);
        this.routes = new RestRoutes()
                .on("POST", POLICIES, policies::create)
                .on("GET", POLICIES, policies::list)
                .on("GET", POLICY, policies::get)
                .on("PATCH", POLICY, policies::update)
                .on("DELETE", POLICY, policies::delete)
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
        return path.equals(POLICIES) || path.startsWith(POLICIES + "/") || ArnPath.isFor(NAME, request);
    }

    @Override
    public AwsAnswer answer(AwsCall call) {
        try {
            return routes.answer(call);
        } catch (Failure.Invalid e) {
            throw RestRequest.invalid(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public AwsAnswer refusal(AwsFault fault, String requestId) {
        return RestAnswers.of(DlmFaults.complete(fault), requestId);
    }

    @Override
    public AwsFault fault(AccessRefused refused) {
        return JsonFaults.of(refused);
    }
}
