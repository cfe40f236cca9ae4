package io.ebsnap.chunk;

import io.ebsnap.identity.PackId;
import java.util.Comparator;

/**
 * The place of a sealed chunk. The natural order is that of reading: by pack, then by offset.
 *
 * @param pack the pack
 * @param offset of the record in the pack, in bytes
 * @param length of the record in bytes
 */
public record ChunkLocation(PackId pack, int offset, int length) implements Comparable<ChunkLocation> {

    private static final Comparator<ChunkLocation> ORDER =
            Comparator.comparing(ChunkLocation::pack).thenComparingInt(ChunkLocation::offset);

    @Override
    public int compareTo(ChunkLocation other) {
        return ORDER.compare(this, other);
    }
}
