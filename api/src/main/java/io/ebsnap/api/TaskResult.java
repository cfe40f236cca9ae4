package io.ebsnap.api;

import java.util.List;

/**
 * What came of a task.
 *
 * @param counts in words and numbers, in the order in which to show them
 * @param findings of damage; empty is good
 * @param findingsTotal all of them: more than the list has when it was cut
 * @param damagedRanges blocks that a restore could not write
 */
public record TaskResult(
        List<NamedCount> counts, List<Finding> findings, long findingsTotal, List<BlockRange> damagedRanges) {

    /** Whether damage was found. */
    public boolean isDamageFound() {
        return findingsTotal > 0 || !damagedRanges.isEmpty();
    }
}
