package io.ebsnap.restore.hydration;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.volume.VolumeWatcher;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What users of a volume have just shown interest in, newest first: what they asked for ahead, and the neighbourhood of what they waited for.
 * Bounded: what was wanted longest ago is forgotten. Safe for use by several threads.
 */
final class Attention implements VolumeWatcher {

    private static final int BLOCKS_MAX = 1024;

    /** Who reads a block that was not there most often goes on with the next ones. */
    private static final int NEIGHBOURS = 4;

    private final Consumer<BlockIndex> arrivals;

    @GuardedBy("this")
    private final LinkedHashSet<Long> wanted = new LinkedHashSet<>();

    /** @param arrivals is told of each block that arrives */
    Attention(Consumer<BlockIndex> arrivals) {
        this.arrivals = arrivals;
    }

    @Override
    public void read(long offset, long length) {
        // Reads of what is there need nothing.
    }

    @Override
    public synchronized void demanded(BlockIndex block) {
        for (int i = NEIGHBOURS; i > 0; i--) {
            want(block.value() + i);
        }
    }

    @Override
    public void arrived(BlockIndex block) {
        arrivals.accept(block);
    }

    @Override
    public synchronized void wanted(long offset, long length) {
        long first = offset / VolumeGeometry.BLOCK_BYTES;
        long last = (offset + Math.max(1, length) - 1) / VolumeGeometry.BLOCK_BYTES;
        for (long block = Math.min(last, first + BLOCKS_MAX - 1); block >= first; block--) {
            want(block);
        }
    }

    @GuardedBy("this")
    private void want(long block) {
        wanted.remove(block);
        wanted.add(block);
        if (wanted.size() > BLOCKS_MAX) {
            Iterator<Long> oldest = wanted.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Takes the block that was wanted last. */
    synchronized OptionalLong next() {
        if (wanted.isEmpty()) {
            return OptionalLong.empty();
        }
        long newest = wanted.removeLast();
        return OptionalLong.of(newest);
    }
}
