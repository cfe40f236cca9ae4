package io.ebsnap.device;

import io.ebsnap.identity.SnapshotId;
import java.time.Instant;

/**
 * An instant that outlives the daemon, as a pending snapshot's record describes it.
 *
 * @param device path or URI that it is of
 * @param snapshot what it is for
 * @param method how it was had
 * @param artifact what holds it: {@link PointInTime#artifact()}
 * @param instant which
 */
public record SavedInstant(
        String device, SnapshotId snapshot, ConsistencyMethod method, String artifact, Instant instant) {}
