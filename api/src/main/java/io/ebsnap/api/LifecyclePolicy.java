package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A policy.
 *
 * @param policyId {@code policy-} and 17 hex digits
 * @param name of its file without the ending, or the id
 * @param file that it stands in; absent if it was made by a request
 * @param description the user's words
 * @param state {@code ENABLED}, {@code DISABLED} or {@code ERROR}
 * @param statusMessage what that means; absent while it is enabled
 * @param ownerId 12-digit account whose volumes and snapshots it is for
 * @param dateCreated absent of a file
 * @param dateModified absent of a file
 * @param defaultPolicy whether it is for what no other covers
 * @param policyDetails what it says; absent in an error
 * @param policyDocument what it says, in TOML
 * @param lastRun of it since the daemon started; absent if there was none
 */
public record LifecyclePolicy(
        String policyId,
        String name,
        @Nullable String file,
        String description,
        String state,
        @Nullable String statusMessage,
        String ownerId,
        @Nullable Instant dateCreated,
        @Nullable Instant dateModified,
        boolean defaultPolicy,
        @Nullable LifecyclePolicyDetails policyDetails,
        String policyDocument,
        @Nullable LifecycleLastRun lastRun) {}
