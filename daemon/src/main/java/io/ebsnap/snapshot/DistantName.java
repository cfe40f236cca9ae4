package io.ebsnap.snapshot;

import io.ebsnap.identity.SnapshotId;

/**
 * A snapshot that lies elsewhere.
 *
 * @param place where: {@code remote:} and the fingerprint of another daemon
 * @param snapshot its id there
 */
public record DistantName(String place, SnapshotId snapshot) {}
