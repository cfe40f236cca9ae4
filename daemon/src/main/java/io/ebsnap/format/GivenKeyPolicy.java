package io.ebsnap.format;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What was given of a KMS key's policy. All policies say the same; these are the names in one, which say nothing and are read back.
 *
 * @param version of the policy language; null if it had none
 * @param id of the policy; null if it had none
 * @param sid id of its statement; null if that had none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GivenKeyPolicy(
        @Nullable String version,
        @Nullable String id,
        @Nullable String sid) {}
