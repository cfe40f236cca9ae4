package io.ebsnap.volume;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapReader;
import io.ebsnap.blockmap.MappedBlock;
import io.ebsnap.chunk.ChunkLocation;
import io.ebsnap.chunk.ChunkReader;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.PrimitiveIterator;

/** The blocks of a snapshot's map; what lies beyond its end is holes. */
public final class SnapshotBlocks implements SourceBlocks {

    private final BlockMap map;
    private final BlockMapReader maps;
    private final ChunkReader chunks;

    /** The blocks of {@code map}, which somebody must hold. */
    public SnapshotBlocks(BlockMap map, BlockMapReader maps, ChunkReader chunks) {
        this.map = map;
        this.maps = maps;
        this.chunks = chunks;
    }

    @Override
    public boolean isHole(BlockIndex block) {
        return isBeyond(block) || maps.find(map, block).isEmpty();
    }

    @Override
    public void read(BlockIndex block, ArraySlice target) {
        ChunkId id = maps.find(map, block).orElseThrow(() -> new IllegalArgumentException(block + " is a hole"));
        int expected = map.geometry().lengthOf(block);
        try {
            int found = chunks.read(
                    map.domain(), ChunkKind.DATA, id, new ArraySlice(target.array(), target.offset(), expected));
            if (found != expected) {
                throw new Failure.Corrupt("chunk " + id + " has " + found + " bytes instead of " + expected);
            }
        } catch (Failure.Corrupt e) {
            throw new Failure.Corrupt("block " + block.value() + " is damaged: " + e.getMessage(), e);
        }
        Arrays.fill(target.array(), target.offset() + expected, target.offset() + target.length(), (byte) 0);
    }

    @Override
    public Optional<ChunkLocation> placeOf(BlockIndex block) {
        return isBeyond(block) ? Optional.empty() : maps.find(map, block).flatMap(chunks::locate);
    }

    @Override
    public PrimitiveIterator.OfLong contentFrom(BlockIndex first) {
        return isBeyond(first) ? new Content(Collections.emptyIterator()) : new Content(maps.blocksFrom(map, first));
    }

    private boolean isBeyond(BlockIndex block) {
        return block.value() >= map.geometry().blockCount();
    }

    private record Content(Iterator<MappedBlock> blocks) implements PrimitiveIterator.OfLong {
        @Override
        public boolean hasNext() {
            return blocks.hasNext();
        }

        @Override
        public long nextLong() {
            return blocks.next().index().value();
        }
    }
}
