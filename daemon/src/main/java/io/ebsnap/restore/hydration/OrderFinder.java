package io.ebsnap.restore.hydration;

import io.ebsnap.volume.Hydratable;
import java.util.PrimitiveIterator;

/** Says in which order the blocks of a volume are best filled. */
@FunctionalInterface
public interface OrderFinder {

    /** Every block with content, at least once. To be used by one thread. */
    PrimitiveIterator.OfLong blocksOf(Hydratable volume);
}
