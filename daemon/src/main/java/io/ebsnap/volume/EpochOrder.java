package io.ebsnap.volume;

import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.SnapshotId;

/**
 * Of what an instant is wanted.
 *
 * @param volumeId the managed volume
 * @param snapshot what it is for
 * @param domain under whose keys that is sealed: blocks of a snapshot in another one cannot be referred to
 */
public record EpochOrder(String volumeId, SnapshotId snapshot, DomainId domain) {}
