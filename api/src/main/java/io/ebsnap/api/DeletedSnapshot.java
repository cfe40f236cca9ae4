package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * What became of a snapshot of an image that was deregistered.
 *
 * @param snapshotId {@code snap-...}
 * @param returnCode {@code success}, {@code skipped} if another image uses it, {@code missing-permissions} or {@code client-error}
 * @param message why it is there
 */
public record DeletedSnapshot(
        String snapshotId, String returnCode, @Nullable String message) {}
