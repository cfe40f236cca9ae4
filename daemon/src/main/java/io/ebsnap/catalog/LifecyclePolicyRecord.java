package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A policy that takes, keeps and deletes snapshots.
 *
 * @param policyId {@code policy-...}
 * @param enabled whether anything is done
 * @param dateCreated when it was made
 * @param dateModified when it was changed last
 * @param document what it says, in TOML
 * @param ownerId 12-digit account that has made it; null for the administrator
 */
public record LifecyclePolicyRecord(
        String policyId,
        boolean enabled,
        Instant dateCreated,
        Instant dateModified,
        String document,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String ownerId)
        implements OwnedRecord {

    @Override
    public String catalogId() {
        return policyId;
    }
}
