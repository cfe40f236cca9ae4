package io.ebsnap.snapshot;

import io.ebsnap.snapshot.ReferenceTable.Sums;
import java.util.Map;

/**
 * What was counted under one key.
 *
 * @param sizes of each completed snapshot
 * @param ofSnapshots what they refer to together, once
 * @param liveBytes what they and the volumes that need the store take there
 * @param exact whether nothing had to be left out
 * @param relativeError of what all refer to together
 * @param needs what is needed of each pack; of all packs only if {@code exact}
 */
record DomainCount(
        Map<String, SnapshotSizes> sizes,
        Sums ofSnapshots,
        long liveBytes,
        boolean exact,
        double relativeError,
        PackNeeds needs) {}
