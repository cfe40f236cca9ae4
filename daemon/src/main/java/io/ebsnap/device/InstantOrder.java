package io.ebsnap.device;

import io.ebsnap.identity.SnapshotId;
import java.util.Optional;

/**
 * Of what an instant is wanted.
 *
 * @param device path or URI, as for {@link Devices#inspect}
 * @param snapshot what it is for; names what is made to hold the instant
 * @param demanded the only method that will do; empty: the best there is, never {@link ConsistencyMethod#FUZZY}
 */
public record InstantOrder(String device, SnapshotId snapshot, Optional<ConsistencyMethod> demanded) {}
