package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far policies go, and what became of them.
 *
 * @param policiesEnabled that are carried out
 * @param policiesDisabled that are not
 * @param policiesInError that cannot be read
 * @param volumesCovered by a policy that is carried out
 * @param volumesUncovered by none
 * @param nextPolicyTime when a schedule is due next; absent if none ever is
 * @param lastPolicyRunTime when policies were last run since the daemon started; absent if they were not
 * @param policyFailures what could not be done in the last run of each policy
 */
public record StatusPolicies(
        long policiesEnabled,
        long policiesDisabled,
        long policiesInError,
        long volumesCovered,
        long volumesUncovered,
        @Nullable Instant nextPolicyTime,
        @Nullable Instant lastPolicyRunTime,
        long policyFailures) {}
