package io.ebsnap.restore.hydration;

import io.ebsnap.chunk.ChunkLocation;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.volume.Hydratable;
import io.ebsnap.volume.VolumeWatcher;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/** A volume of zeros whose blocks all must be filled, and which notes when each was. */
final class FakeVolume implements Hydratable {

    static final int BLOCK = VolumeGeometry.BLOCK_BYTES;

    private final int blocks;
    private final LongSupplier nanoTime;
    private final Set<Long> present = new TreeSet<>();
    private final List<Fill> fills = new ArrayList<>();
    private final List<String> milestones = new ArrayList<>();
    private final Set<Long> damaged = new TreeSet<>();
    private boolean keyDisabled;
    private VolumeWatcher watcher = VolumeWatcher.NONE;

    /** That a block was filled in the background. */
    record Fill(long block, long nanos) {}

    FakeVolume(int blocks, LongSupplier nanoTime) {
        this.blocks = blocks;
        this.nanoTime = nanoTime;
    }

    synchronized List<Fill> fills() {
        return List.copyOf(fills);
    }

    /** What was noted, in that order. */
    synchronized List<String> milestones() {
        return List.copyOf(milestones);
    }

    synchronized void damage(long block) {
        damaged.add(block);
    }

    /** Whether the key of its snapshot may not be used. */
    synchronized void disableKey(boolean disabled) {
        keyDisabled = disabled;
    }

    /** A user reads a block that is not there. */
    void demand(long block) {
        synchronized (this) {
            present.add(block);
        }
        watcher.arrived(new BlockIndex(block));
    }

    /** A user writes a whole block. */
    synchronized void overwrite(long block) {
        present.add(block);
    }

    @Override
    public String name() {
        return "vol-0123456789abcdef1";
    }

    @Override
    public PrimitiveIterator.OfLong mustFillFrom(BlockIndex first) {
        return LongStream.range(first.value(), blocks).iterator();
    }

    @Override
    public boolean mustFill(BlockIndex block) {
        return true;
    }

    @Override
    public Optional<ChunkLocation> placeOf(BlockIndex block) {
        return Optional.empty();
    }

    /** Fetches what is not there, as a real one does. */
    @Override
    public void read(long offset, ByteBuffer target) {
        for (long block = offset / BLOCK; block <= (offset + target.remaining() - 1) / BLOCK; block++) {
            fillIfAbsent(new BlockIndex(block));
        }
        target.position(target.limit());
    }

    @Override
    public long sizeBytes() {
        return (long) blocks * BLOCK;
    }

    @Override
    public int lengthOf(BlockIndex block) {
        return block.value() < blocks ? BLOCK : 0;
    }

    @Override
    public synchronized boolean isPresent(BlockIndex block) {
        return present.contains(block.value());
    }

    @Override
    public boolean fillIfAbsent(BlockIndex block) {
        synchronized (this) {
            if (keyDisabled) {
                throw new Failure.Denied("the key is disabled");
            }
            if (damaged.contains(block.value())) {
                throw new Failure.Corrupt("block " + block.value() + " is damaged");
            }
            if (!present.add(block.value())) {
                return false;
            }
            fills.add(new Fill(block.value(), nanoTime.getAsLong()));
        }
        watcher.arrived(block);
        return true;
    }

    @Override
    public boolean isInDemand() {
        return false;
    }

    @Override
    public void watchedBy(VolumeWatcher next) {
        watcher = next;
    }

    @Override
    public void flush() {
        // Nothing is kept.
    }

    @Override
    public synchronized void bootSetArrived(long bytes) {
        milestones.add("boot set " + bytes / BLOCK + " after " + fills.size());
    }

    @Override
    public synchronized void hydrated(long bytes) {
        milestones.add("hydrated " + bytes / BLOCK + " after " + fills.size());
    }
}
