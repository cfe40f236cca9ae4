package io.ebsnap.restore;

import java.util.List;

/**
 * The first-touch order that is used for volumes of a snapshot.
 *
 * @param snapshotId of whose volumes it was learnt
 * @param uses how many of them
 * @param blocks each once, in that order
 */
public record LearntOrder(String snapshotId, int uses, List<Long> blocks) {}
