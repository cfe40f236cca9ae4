package io.ebsnap.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * How a policy is changed.
 *
 * @param document what it says from now on; null for what it says
 * @param enabled whether it is carried out from now on; null for what it was
 * @param replaced what it must say until then, so that no change in between is lost; null for anything
 */
public record PolicyChange(
        @Nullable String document,
        @Nullable Boolean enabled,
        @Nullable String replaced) {}
