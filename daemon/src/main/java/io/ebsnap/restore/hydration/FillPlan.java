package io.ebsnap.restore.hydration;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.volume.Hydratable;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.PrimitiveIterator;
import java.util.Set;

/**
 * In which order a volume is filled: the first-touch order of earlier volumes, file-system metadata (these two are its boot set), and then
 * what is left in the order of packs. Each block comes once. Safe for use by several threads.
 */
final class FillPlan {

    private final BootSet bootSet;
    private final Set<Long> early = new LinkedHashSet<>();

    @GuardedBy("this")
    private final Iterator<Long> first;

    @GuardedBy("this")
    private final PrimitiveIterator.OfLong rest;

    /**
     * The plan of a volume as it is now.
     *
     * @param touched blocks, in the order in which they were first read
     * @param metadata blocks
     */
    FillPlan(Hydratable volume, List<Long> touched, List<Long> metadata) {
        early.addAll(touched);
        early.addAll(metadata);
        this.bootSet = new BootSet(volume, early);
        this.first = early.iterator();
        this.rest = PackOrder.blocksOf(volume);
    }

    BootSet bootSet() {
        return bootSet;
    }

    /** The next block, until there is none. */
    synchronized OptionalLong next() {
        if (first.hasNext()) {
            return OptionalLong.of(first.next());
        }
        while (rest.hasNext()) {
            long block = rest.nextLong();
            if (!early.contains(block)) {
                return OptionalLong.of(block);
            }
        }
        return OptionalLong.empty();
    }
}
