package io.ebsnap.api;

/**
 * Why fast restore could not be changed in a zone.
 *
 * @param availabilityZone as it was named; empty for the only one, or the first
 * @param error why
 */
public record FastSnapshotRestoreStateError(String availabilityZone, ApiError error) {}
