package io.ebsnap.api;

import java.util.List;

/**
 * What came of a task.
 *
 * @param counts in words and numbers, in the order in which to show them
 * @param damageFound whether something that was stored cannot be read any more
 * @param findings the worst first; left out where several tasks are described
 * @param findingsTotal all of them: more than the list has when it was cut
 * @param damagedRanges blocks that a restore could not write; left out where several tasks are described
 */
public record TaskResult(
        List<NamedCount> counts,
        boolean damageFound,
        List<Finding> findings,
        long findingsTotal,
        List<DamagedRange> damagedRanges) {}
