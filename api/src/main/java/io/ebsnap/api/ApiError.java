package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * Why a request or a task failed.
 *
 * @param code EC2's error code where EC2 has one, such as {@code InvalidSnapshot.NotFound}
 * @param kind what the caller can do about it
 * @param message what was attempted, on what, and what was found
 * @param hint the way out in one sentence
 */
public record ApiError(
        String code,
        ErrorKind kind,
        String message,
        @Nullable String hint) {}
