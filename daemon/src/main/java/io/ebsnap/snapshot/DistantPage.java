package io.ebsnap.snapshot;

import java.util.List;

/**
 * Some of the blocks that were asked for, in ascending order.
 *
 * @param blocks all of them before {@code next}; few enough to be kept in memory
 * @param next the first block that nothing is said of; the number of blocks at the end
 */
public record DistantPage(List<DistantBlock> blocks, long next) {

    public DistantPage {
        blocks = List.copyOf(blocks);
    }
}
