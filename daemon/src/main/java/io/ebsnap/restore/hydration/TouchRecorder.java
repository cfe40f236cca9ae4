package io.ebsnap.restore.hydration;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.volume.VolumeWatcher;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Records which blocks of a volume are read first, from the first read on, for a while and up to a number. Passes on what it sees. Safe for use by
 * several threads.
 */
final class TouchRecorder implements VolumeWatcher {

    /** How long a start takes at most. */
    private static final long RECORDED_NANOS = 600_000_000_000L;

    private final VolumeWatcher next;
    private final LongSupplier nanoTime;
    private volatile boolean over;

    @GuardedBy("this")
    private final Set<Long> touched = new LinkedHashSet<>();

    @GuardedBy("this")
    private long beganNanos;

    TouchRecorder(VolumeWatcher next, LongSupplier nanoTime) {
        this.next = next;
        this.nanoTime = nanoTime;
    }

    @Override
    public void read(long offset, long length) {
        if (!over && length > 0) {
            record(offset / VolumeGeometry.BLOCK_BYTES, (offset + length - 1) / VolumeGeometry.BLOCK_BYTES);
        }
    }

    private synchronized void record(long first, long last) {
        long now = nanoTime.getAsLong();
        if (touched.isEmpty()) {
            beganNanos = now;
        }
        if (now - beganNanos > RECORDED_NANOS || touched.size() >= FirstTouch.BLOCKS_MAX) {
            over = true;
            return;
        }
        for (long block = first; block <= last && touched.size() < FirstTouch.BLOCKS_MAX; block++) {
            touched.add(block);
        }
    }

    /** What was recorded, which is given once. */
    synchronized List<Long> taken() {
        over = true;
        List<Long> blocks = List.copyOf(touched);
        touched.clear();
        return blocks;
    }

    @Override
    public void demanded(BlockIndex block) {
        next.demanded(block);
    }

    @Override
    public void arrived(BlockIndex block) {
        next.arrived(block);
    }

    @Override
    public void wanted(long offset, long length) {
        next.wanted(offset, length);
    }
}
