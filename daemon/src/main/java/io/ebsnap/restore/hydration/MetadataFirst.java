package io.ebsnap.restore.hydration;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.volume.Hydratable;
import java.util.LinkedHashSet;
import java.util.PrimitiveIterator;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * First the blocks with the metadata of the file systems that the volume holds, then those of another order. What is no file system that is known, or
 * a damaged one, has no metadata.
 */
public final class MetadataFirst implements OrderFinder {

    private static final Logger LOG = LoggerFactory.getLogger(MetadataFirst.class);

    /** 8 GiB of metadata; a volume that says it has more is filled in the other order. */
    private static final int BLOCKS_MAX = 16_384;

    private final OrderFinder rest;

    public MetadataFirst(OrderFinder rest) {
        this.rest = rest;
    }

    @Override
    public PrimitiveIterator.OfLong blocksOf(Hydratable volume) {
        Set<Long> metadata = new LinkedHashSet<>();
        try {
            VolumeBytes bytes = new VolumeBytes(volume);
            for (VolumeBytes part : PartitionTable.partsOf(bytes)) {
                MetadataRanges ranges = (offset, length) -> add(metadata, part.start() + offset, length, volume);
                if (!Ext4Metadata.find(part, ranges)) {
                    XfsMetadata.find(part, ranges);
                }
            }
        } catch (Failure e) {
            LOG.warn("volume={} its metadata is not filled first: {}", volume.name(), e.getMessage());
        }
        return new Chain(metadata.stream().mapToLong(Long::longValue).iterator(), rest.blocksOf(volume));
    }

    private static void add(Set<Long> blocks, long offset, long length, Hydratable volume) {
        long end = Math.min(offset + length, volume.sizeBytes());
        for (long at = offset; at >= 0 && at < end && blocks.size() < BLOCKS_MAX; ) {
            blocks.add(at / VolumeGeometry.BLOCK_BYTES);
            at = (at / VolumeGeometry.BLOCK_BYTES + 1) * VolumeGeometry.BLOCK_BYTES;
        }
    }
}
