package io.ebsnap.aws.dlm;

import io.ebsnap.api.Done;
import io.ebsnap.api.LifecyclePolicy;
import io.ebsnap.api.LifecyclePolicyList;
import io.ebsnap.api.LifecycleRequest.CreateLifecyclePolicy;
import io.ebsnap.api.LifecycleRequest.DeleteLifecyclePolicy;
import io.ebsnap.api.LifecycleRequest.GetLifecyclePolicies;
import io.ebsnap.api.LifecycleRequest.UpdateLifecyclePolicy;
import io.ebsnap.api.Request;
import io.ebsnap.catalog.CatalogFixtures;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.control.ActionHandler;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.lifecycle.FollowUp;
import io.ebsnap.lifecycle.FollowUps;
import io.ebsnap.lifecycle.LifecycleEngine;
import io.ebsnap.lifecycle.LifecycleParts;
import io.ebsnap.lifecycle.PolicyChange;
import io.ebsnap.lifecycle.PolicyView;
import io.ebsnap.lifecycle.Safeguards;
import io.ebsnap.lifecycle.Ward;
import io.ebsnap.store.memory.MemoryObjectStore;
import io.ebsnap.task.Surroundings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Policies in a catalog, whose documents are read by whoever carries them out. */
final class KeptPolicies implements ActionHandler {

    private static final String ACCOUNT = "000000000000";

    final LifecycleEngine engine;

    /** @param files directory of policies that are files */
    KeptPolicies(Path files) {
        this.engine = new LifecycleEngine(new LifecycleParts(
                CatalogFixtures.open(new MemoryObjectStore(), new MemoryCatalogView()),
                ward -> {
                    throw new AssertionError("nothing is due");
                },
                new Everything(),
                new LifecycleParts.Machine(ACCOUNT, files, device -> false, () -> Safeguards.NONE),
                new Surroundings(() -> Instant.EPOCH, () -> 0, new Random(3), CrashPoints.NONE)));
    }

    /** Whatever a policy may order can be done. */
    private static final class Everything implements FollowUps {
        @Override
        public Set<FollowUp.Kind> executable() {
            return Set.of(FollowUp.Kind.values());
        }

        @Override
        public String carryOut(FollowUp followUp, SnapshotId snapshot, Ward as) {
            throw new AssertionError(followUp);
        }
    }

    @Override
    public Record handle(Request<?> request) {
        return switch (request) {
            case CreateLifecyclePolicy create ->
                of(engine.create(create.policyDocument(), enabled(create.state()), null));
            case UpdateLifecyclePolicy update ->
                of(engine.update(
                        update.policyId(),
                        new PolicyChange(
                                update.policyDocument(), enabled(update.state()), update.replacedPolicyDocument())));
            case DeleteLifecyclePolicy delete -> {
                engine.delete(delete.policyId());
                yield new Done(true);
            }
            case GetLifecyclePolicies get -> list(get);
            default -> throw new AssertionError(request);
        };
    }

    private LifecyclePolicyList list(GetLifecyclePolicies request) {
        List<LifecyclePolicy> found = engine.list().stream()
                .map(KeptPolicies::shape)
                .filter(policy -> request.policyIds().isEmpty()
                        || request.policyIds().contains(policy.policyId())
                        || request.policyIds().contains(policy.name()))
                .filter(policy -> request.state() == null || policy.state().equals(request.state()))
                .toList();
        if (found.isEmpty() && !request.policyIds().isEmpty()) {
            throw new Failure.NotFound("there is no policy '" + request.policyIds() + "'");
        }
        return new LifecyclePolicyList(found);
    }

    private static LifecyclePolicyList of(PolicyView policy) {
        return new LifecyclePolicyList(List.of(shape(policy)));
    }

    private static @Nullable Boolean enabled(@Nullable String state) {
        return state == null ? null : Boolean.valueOf(state.equals("ENABLED"));
    }

    private static LifecyclePolicy shape(PolicyView policy) {
        PolicyView.Details details = policy.details();
        return new LifecyclePolicy(
                policy.id(),
                policy.name(),
                policy.file().isEmpty() ? null : policy.file(),
                details == null ? "" : details.description(),
                policy.state().name(),
                policy.message().isEmpty() ? null : policy.message(),
                policy.accountId(),
                policy.created(),
                policy.modified(),
                details != null && details.isDefault(),
                null,
                policy.document(),
                null);
    }
}
