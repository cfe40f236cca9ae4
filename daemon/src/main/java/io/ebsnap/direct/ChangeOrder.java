package io.ebsnap.direct;

import io.ebsnap.identity.SnapshotId;
import org.jspecify.annotations.Nullable;

/**
 * Two snapshots to be compared.
 *
 * @param first the earlier one; null for a volume of nothing but zeros
 * @param second the later one
 */
public record ChangeOrder(@Nullable SnapshotId first, SnapshotId second) {}
