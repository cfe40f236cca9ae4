package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * Who may use a snapshot, as EC2's CreateVolumePermission.
 *
 * @param userId 12-digit account; absent for a group
 * @param group {@code all}; absent for an account
 */
public record VolumePermission(
        @Nullable String userId, @Nullable String group) {}
