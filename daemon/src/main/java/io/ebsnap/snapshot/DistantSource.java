package io.ebsnap.snapshot;

import io.ebsnap.device.BlockSource;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The content of a distant snapshot, to be read block by block like a device. Blocks are read by several threads; what is known of them is asked by one at a time, in
 * ascending order.
 */
final class DistantSource implements BlockSource {

    private final String name;
    private final VolumeGeometry geometry;
    private final DistantSnapshot snapshot;
    private volatile DistantWalk walk;

    DistantSource(String name, VolumeGeometry geometry, DistantSnapshot snapshot) {
        this.name = name;
        this.geometry = geometry;
        this.snapshot = snapshot;
        this.walk = new DistantWalk(snapshot, Optional.empty(), geometry.blockCount());
    }

    /** What it walks along. */
    DistantWalk walk() {
        return walk;
    }

    /** Walks along something else from now on. To be called while nobody asks. */
    void follow(DistantWalk other) {
        walk = other;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public VolumeGeometry geometry() {
        return geometry;
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        BlockIndex block = new BlockIndex(offset / VolumeGeometry.BLOCK_BYTES);
        int length = target.remaining();
        if (offset % VolumeGeometry.BLOCK_BYTES != 0 || length != geometry.lengthOf(block)) {
            throw new IllegalArgumentException(length + " bytes at " + offset + " are not a block");
        }
        snapshot.read(block.value(), target);
    }

    /** Where only differences are walked along, a single block that has become a hole is known to be one. */
    @Override
    public boolean knownZeros(long offset, long length) {
        long first = offset / VolumeGeometry.BLOCK_BYTES;
        long last = (offset + length - 1) / VolumeGeometry.BLOCK_BYTES;
        DistantBlock next = walk.from(first);
        if (walk.isDifference()) {
            return first == last
                    && next != null
                    && next.index() == first
                    && next.alias().isEmpty();
        }
        return next == null || next.index() > last;
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
