package io.ebsnap.restore.hydration;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.partition.DiskBytes;
import io.ebsnap.partition.PartitionTable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the blocks with the metadata of the file systems that a volume holds. What is no file system that is known, or a damaged one, has none. */
final class FileSystemMetadata {

    private static final Logger LOG = LoggerFactory.getLogger(FileSystemMetadata.class);

    /** 8 GiB of metadata; of a volume that says it has more, the first. */
    static final int BLOCKS_MAX = 16_384;

    private FileSystemMetadata() {}

    /**
     * The blocks, each once, in the order in which they are needed; what is looked at for that is read through {@code bytes}.
     *
     * @param volume its id
     */
    static List<Long> blocksOf(String volume, DiskBytes bytes) {
        Set<Long> metadata = new LinkedHashSet<>();
        try {
            for (DiskBytes part : partsOf(bytes)) {
                MetadataRanges ranges =
                        (offset, length) -> add(metadata, part.start() + offset, length, bytes.length());
                if (!Ext4Metadata.find(part, ranges)) {
                    XfsMetadata.find(part, ranges);
                }
            }
        } catch (Failure.Corrupt e) {
            LOG.warn("volume={} its metadata is not filled first: {}", volume, e.getMessage());
        }
        return List.copyOf(metadata);
    }

    /** The whole, as it may hold a file system itself, and every partition. */
    private static List<DiskBytes> partsOf(DiskBytes disk) {
        Stream<DiskBytes> partitions =
                PartitionTable.of(disk).stream().map(partition -> disk.part(partition.offset(), partition.length()));
        return Stream.concat(Stream.of(disk), partitions).toList();
    }

    private static void add(Set<Long> blocks, long offset, long length, long sizeBytes) {
        long end = Math.min(offset + length, sizeBytes);
        for (long at = offset; at >= 0 && at < end && blocks.size() < BLOCKS_MAX; ) {
            blocks.add(at / VolumeGeometry.BLOCK_BYTES);
            at = (at / VolumeGeometry.BLOCK_BYTES + 1) * VolumeGeometry.BLOCK_BYTES;
        }
    }
}
