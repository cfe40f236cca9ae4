package io.ebsnap.restore.hydration;

import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.volume.Hydratable;
import java.util.PrimitiveIterator;

/** The order of the volume, which is that of the packs of its first snapshot. */
public final class PackOrder implements OrderFinder {

    @Override
    public PrimitiveIterator.OfLong blocksOf(Hydratable volume) {
        return volume.contentFrom(new BlockIndex(0));
    }
}
