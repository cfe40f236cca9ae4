package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who may launch an image.
 *
 * @param userId account of 12 digits
 * @param group {@code all}
 */
public record LaunchPermission(
        @Nullable String userId, @Nullable String group) {}
