package io.ebsnap.api;

import java.util.List;

/**
 * What deleting some snapshots would come to.
 *
 * @param sizes of each, and what goes when all of them are gone
 * @param retentions what would become of each: in the recycle bin, or gone
 */
public record SnapshotDeletionPlan(@Inlined SnapshotSizeList sizes, List<Retention> retentions) {}
