package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a remote, and how it is to be copied.
 *
 * @param remoteName whose
 * @param sourceSnapshotId its id there
 * @param kmsKeyId id, alias or ARN of the key that the copy is sealed under; absent for the default key
 * @param bytesPerSecondMax how fast it may be fetched; absent for as fast as it goes
 * @param completionDurationMinutes in which time it is to be completed; absent if that does not matter
 */
public record RemoteSource(
        String remoteName,
        String sourceSnapshotId,
        @Nullable String kmsKeyId,
        @Nullable Long bytesPerSecondMax,
        @Nullable Integer completionDurationMinutes) {}
