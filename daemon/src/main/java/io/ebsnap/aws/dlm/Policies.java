package io.ebsnap.aws.dlm;

import io.ebsnap.api.LifecyclePolicy;
import io.ebsnap.api.LifecyclePolicyList;
import io.ebsnap.api.LifecycleRequest.CreateLifecyclePolicy;
import io.ebsnap.api.LifecycleRequest.DeleteLifecyclePolicy;
import io.ebsnap.api.LifecycleRequest.GetLifecyclePolicies;
import io.ebsnap.api.LifecycleRequest.UpdateLifecyclePolicy;
import io.ebsnap.api.Request;
import io.ebsnap.aws.ActionFailed;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.CalledActions;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The policies of whoever calls. Safe for use by several threads. */
final class Policies {

    private final CalledActions called;

    /** Of two changes at once each would be written without the other. */
    private final ReentrantLock changes = new ReentrantLock();

    Policies(CalledActions called) {
        this.called = called;
    }

    /**
     * What a policy is to be.
     *
     * @param document null if it stays
     * @param state null if it stays
     */
    record Change(@Nullable String document, @Nullable String state) {}

    List<LifecyclePolicy> list(AwsCall call, @Nullable String state) {
        return asked(call, new GetLifecyclePolicies(List.of(), state), "").policies();
    }

    /** By its id alone. */
    LifecyclePolicy find(AwsCall call, String policyId) {
        return asked(call, new GetLifecyclePolicies(List.of(policyId), null), policyId).policies().stream()
                .filter(policy -> policy.policyId().equals(policyId))
                .findFirst()
                .orElseThrow(() -> DlmFaults.missing(policyId, "there is no policy '" + policyId + "'"));
    }

    LifecyclePolicy create(AwsCall call, String document, @Nullable String state) {
        return asked(call, new CreateLifecyclePolicy(document, state), "")
                .policies()
                .getFirst();
    }

    /** One that is no file. */
    void change(AwsCall call, String policyId, Function<LifecyclePolicy, Change> change) {
        changes.lock();
        try {
            LifecyclePolicy policy = find(call, policyId);
            if (policy.file() != null) {
                throw DlmFaults.inFile(policy);
            }
            Change to = change.apply(policy);
            LifecyclePolicyList unused =
                    asked(call, new UpdateLifecyclePolicy(policyId, to.document(), to.state()), policyId);
        } finally {
            changes.unlock();
        }
    }

    void delete(AwsCall call, String policyId) {
        LifecyclePolicy policy = find(call, policyId);
        if (policy.file() != null) {
            throw DlmFaults.inFile(policy);
        }
        Object unused = asked(call, new DeleteLifecyclePolicy(policy.policyId()), policyId);
    }

    private <A extends Record> A asked(AwsCall call, Request<A> request, String policyId) {
        try {
            return called.ask(call, request);
        } catch (ActionFailed e) {
            throw DlmFaults.of(e.error(), policyId);
        }
    }
}
