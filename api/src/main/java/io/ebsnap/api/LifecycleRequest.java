package io.ebsnap.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** About policies that take, keep and delete snapshots. Names are DLM's where it has the thing. */
public sealed interface LifecycleRequest<A extends Record> extends Request<A> {

    /**
     * Makes a policy.
     *
     * @param policyDocument what it says, in TOML
     * @param state {@code ENABLED} or {@code DISABLED}; absent for what the document says
     */
    record CreateLifecyclePolicy(
            String policyDocument, @Nullable String state) implements LifecycleRequest<LifecyclePolicyList> {
        @Override
        public Class<LifecyclePolicyList> answerType() {
            return LifecyclePolicyList.class;
        }
    }

    /**
     * Lists policies, those of files too.
     *
     * @param policyIds ids or names; empty for all
     * @param state only such; absent for all
     */
    record GetLifecyclePolicies(
            List<String> policyIds, @Nullable String state) implements LifecycleRequest<LifecyclePolicyList> {
        @Override
        public Class<LifecyclePolicyList> answerType() {
            return LifecyclePolicyList.class;
        }
    }

    /**
     * Changes a policy that is not a file.
     *
     * @param policyId which
     * @param policyDocument what it says from now on; absent if that stays
     * @param state {@code ENABLED} or {@code DISABLED}; absent if that stays
     * @param replacedPolicyDocument what it must say until then, else nothing is changed: somebody else was first; absent for anything
     */
    record UpdateLifecyclePolicy(
            String policyId,
            @Nullable String policyDocument,
            @Nullable String state,
            @Nullable String replacedPolicyDocument)
            implements LifecycleRequest<LifecyclePolicyList> {
        @Override
        public Class<LifecyclePolicyList> answerType() {
            return LifecyclePolicyList.class;
        }
    }

    /** Deletes a policy that is not a file. Its snapshots stay. */
    record DeleteLifecyclePolicy(String policyId) implements LifecycleRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /** Whether a document would be taken; an error says what is wrong. */
    record DescribeLifecycleDocument(String policyDocument) implements LifecycleRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /**
     * Does what is due now.
     *
     * @param policyIds ids or names; empty for all
     */
    record RunLifecyclePolicies(List<String> policyIds) implements LifecycleRequest<LifecycleReport> {
        @Override
        public Class<LifecycleReport> answerType() {
            return LifecycleReport.class;
        }
    }

    /**
     * What would be done.
     *
     * @param policyIds ids or names; empty for all
     * @param from when it begins; absent for now
     * @param until when it ends; absent for a month later, or without snapshots a year
     * @param withoutSnapshots whether it begins as if there were none
     * @param maxResults how many occurrences are told, 1 to 20,000; absent for all of these
     */
    record DescribeLifecycleForecast(
            List<String> policyIds,
            @Nullable Instant from,
            @Nullable Instant until,
            boolean withoutSnapshots,
            @Nullable Integer maxResults)
            implements LifecycleRequest<LifecycleForecast> {
        @Override
        public Class<LifecycleForecast> answerType() {
            return LifecycleForecast.class;
        }
    }

    /** Why a snapshot is there, and until when. */
    record DescribeSnapshotLifecycle(String snapshotId) implements LifecycleRequest<SnapshotLifecycle> {
        @Override
        public Class<SnapshotLifecycle> answerType() {
            return SnapshotLifecycle.class;
        }
    }
}
