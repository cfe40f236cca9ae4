package io.ebsnap.aws.dlm;

import io.ebsnap.api.ErrorKind;
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

    /** How often a change is made anew that somebody else came before. */
    private static final int TRIES_MAX = 10;

    private final CalledActions called;

    /** Changes through this service wait for each other, so that only others' can come in between. */
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

    /**
     * Changes one that is no file.
     *
     * @param change of what it says; asked anew if somebody else has changed that in the meantime
     */
    void change(AwsCall call, String policyId, Function<LifecyclePolicy, Change> change) {
        changes.lock();
        try {
            for (int tries = 0; tries < TRIES_MAX; tries++) {
                LifecyclePolicy policy = find(call, policyId);
                if (policy.file() != null) {
                    throw DlmFaults.inFile(policy);
                }
                if (isChanged(call, policy, change.apply(policy))) {
                    return;
                }
            }
            throw DlmFaults.overtaken(policyId);
        } finally {
            changes.unlock();
        }
    }

    /** False if somebody else came before. */
    private boolean isChanged(AwsCall call, LifecyclePolicy policy, Change to) {
        String id = policy.policyId();
        String replaced = to.document() == null ? null : policy.policyDocument();
        try {
            LifecyclePolicyList unused =
                    called.ask(call, new UpdateLifecyclePolicy(id, to.document(), to.state(), replaced));
            return true;
        } catch (ActionFailed e) {
            if (e.error().kind() == ErrorKind.CONFLICT) {
                return false;
            }
            throw DlmFaults.of(e.error(), id);
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
