package io.ebsnap.volume;

import io.ebsnap.device.BlockSource;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import java.nio.ByteBuffer;
import java.util.PrimitiveIterator;

/** The content of a snapshot, to be read block by block like a device. Somebody holds its map. Safe for use by several threads. */
public final class SnapshotSource implements BlockSource {

    private final String name;
    private final VolumeGeometry geometry;
    private final SnapshotBlocks blocks;
    private final BlockBuffers buffers;

    /**
     * A snapshot to be read.
     *
     * @param name for messages
     * @param geometry of the snapshot
     * @param blocks of its map, which outlive this
     * @param buffers to read into, as many as there are reads at a time
     */
    public SnapshotSource(String name, VolumeGeometry geometry, SnapshotBlocks blocks, BlockBuffers buffers) {
        this.name = name;
        this.geometry = geometry;
        this.blocks = blocks;
        this.buffers = buffers;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public VolumeGeometry geometry() {
        return geometry;
    }

    /**
     * Reads a whole block.
     *
     * @throws io.ebsnap.failure.Failure.Corrupt if it is damaged
     */
    @Override
    public void read(long offset, ByteBuffer target) {
        BlockIndex block = Units.blockOf(offset);
        int length = target.remaining();
        if (offset % Units.BLOCK != 0 || length != geometry.lengthOf(block)) {
            throw new IllegalArgumentException(length + " bytes at " + offset + " are not a block");
        }
        try (BlockBuffers.Lease lease = buffers.take()) {
            if (blocks.isHole(block)) {
                lease.clear();
            } else {
                blocks.read(block, lease.slice());
            }
            target.put(lease.array(), 0, length);
        }
    }

    @Override
    public boolean knownZeros(long offset, long length) {
        PrimitiveIterator.OfLong content = blocks.contentFrom(Units.blockOf(offset));
        return !content.hasNext()
                || content.nextLong() > Units.blockOf(offset + length - 1).value();
    }

    @Override
    public void close() {
        // Nothing of it is open: the map is held by somebody else.
    }
}
