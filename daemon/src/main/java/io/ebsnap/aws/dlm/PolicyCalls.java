package io.ebsnap.aws.dlm;

import io.ebsnap.api.LifecyclePolicy;
import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.dlm.PolicyAnswers.Said;
import io.ebsnap.aws.json.JsonMembers;
import io.ebsnap.aws.json.JsonObject;
import io.ebsnap.aws.rest.RestAnswers;
import io.ebsnap.aws.rest.RestRequest;
import java.util.List;

/** Makes, shows, changes and deletes policies. */
record PolicyCalls(Policies policies, PolicyReading reading, PolicyAnswers answers) {

    private static final int OK = 200;

    AwsAnswer create(RestRequest in, AwsCall call) {
        in.requireUnderstood();
        JsonMembers body = JsonMembers.of(in.request().body());
        String state = PolicyReading.state(body);
        GivenPolicy given = reading.created(body);
        LifecyclePolicy made = policies.create(call, given.document(), state);
        return RestAnswers.of(OK, new JsonObject().add("PolicyId", made.policyId()), call.requestId());
    }

    AwsAnswer list(RestRequest in, AwsCall call) {
        String state = PolicyFilters.state(in);
        PolicyFilters filters = PolicyFilters.of(in);
        in.requireUnderstood();
        for (String id : filters.policyIds()) {
            LifecyclePolicy unused = policies.find(call, id);
        }
        List<Said> wanted = policies.list(call, state).stream()
                .map(answers::said)
                .filter(filters::match)
                .toList();
        return RestAnswers.of(OK, new JsonObject().list("Policies", wanted, answers::summary), call.requestId());
    }

    AwsAnswer get(RestRequest in, AwsCall call) {
        in.requireUnderstood();
        LifecyclePolicy policy = policies.find(call, id(in));
        return RestAnswers.of(OK, answers.whole(answers.said(policy)), call.requestId());
    }

    AwsAnswer update(RestRequest in, AwsCall call) {
        in.requireUnderstood();
        policies.change(call, id(in), policy -> {
            JsonMembers body = JsonMembers.of(in.request().body());
            String state = PolicyReading.state(body);
            GivenPolicy given = reading.changed(body, policy);
            return new Policies.Change(given == null ? null : given.document(), state);
        });
        return done(call);
    }

    AwsAnswer delete(RestRequest in, AwsCall call) {
        in.requireUnderstood();
        policies.delete(call, id(in));
        return done(call);
    }

    private static String id(RestRequest in) {
        return in.variable("policyId");
    }

    static AwsAnswer done(AwsCall call) {
        return RestAnswers.of(OK, new JsonObject(), call.requestId());
    }
}
