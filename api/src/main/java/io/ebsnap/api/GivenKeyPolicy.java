package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * What was given of a KMS key's policy: the names in it, at most 256 characters each. They say nothing, for all policies say the same.
 *
 * @param version of the policy language; absent if it had none
 * @param id of the policy; absent if it had none
 * @param sid id of its statement; absent if that had none
 */
public record GivenKeyPolicy(
        @Nullable String version,
        @Nullable String id,
        @Nullable String sid) {}
