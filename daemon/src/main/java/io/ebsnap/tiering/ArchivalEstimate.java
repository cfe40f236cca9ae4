package io.ebsnap.tiering;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapReader;
import io.ebsnap.blockmap.MappedBlock;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.chunk.ChunkLocation;
import io.ebsnap.chunk.ChunkReader;
import io.ebsnap.chunk.ReferenceFilter;
import io.ebsnap.format.ChunkRecordHeader;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import java.util.Iterator;
import java.util.TreeMap;

/**
 * Tells what archiving a snapshot would come to. What it would take in the archive is estimated by compressing a few chunks: those of the smallest ids, which are
 * keyed hashes, so that it is a fair draw.
 */
final class ArchivalEstimate {

    private static final int SAMPLE = 48;

    private final TieringParts parts;
    private final SnapshotRecord snapshot;
    private final TreeMap<ChunkId, Integer> sample = new TreeMap<>();
    private long chunks;
    private long plainBytes;
    private long storedBytes;
    private long sharedBytes;
    private long alreadyBytes;

    ArchivalEstimate(TieringParts parts, SnapshotRecord snapshot) {
        this.parts = parts;
        this.snapshot = snapshot;
    }

    ArchivalPlan plan() {
        BlockMap map = BlockMap.of(snapshot);
        String id = snapshot.snapshotId();
        try (MapsInUse.Hold _ = parts.mapsInUse().holdRequired(map, () -> Snapshots.require(parts.catalog(), id));
                ReferenceFilter standard = new StandardReferences(parts)
                        .of(map.domain(), other -> other.snapshotId().equals(id));
                ReferenceFilter seen = parts.chunks().newReferences()) {
            count(map, standard, seen);
            return new ArchivalPlan(
                    id, chunks, plainBytes, storedBytes, archivedBytes(map.domain()), sharedBytes, alreadyBytes);
        }
    }

    private void count(BlockMap map, ReferenceFilter standard, ReferenceFilter seen) {
        Iterator<MappedBlock> blocks = new BlockMapReader(parts.pages()).blocksFrom(map, new BlockIndex(0));
        while (blocks.hasNext()) {
            MappedBlock block = blocks.next();
            if (!seen.mayContain(block.id())) {
                seen.add(block.id());
                count(block.id(), map.geometry().lengthOf(block.index()), standard.mayContain(block.id()));
            }
        }
    }

    private void count(ChunkId id, int length, boolean shared) {
        int stored =
                parts.chunks().reader().locate(id).map(ChunkLocation::length).orElse(0);
        if (shared) {
            sharedBytes += stored;
        } else if (parts.archive().find(id).isPresent()) {
            alreadyBytes += stored;
        } else {
            chunks++;
            plainBytes += length;
            storedBytes += stored;
            sample.put(id, stored);
            if (sample.size() > SAMPLE) {
                sample.pollLastEntry();
            }
        }
    }

    private long archivedBytes(DomainId domain) {
        ChunkReader reader = parts.chunks().reader();
        ArraySlice plain = ArraySlice.of(new byte[VolumeGeometry.BLOCK_BYTES]);
        ArraySlice packed = ArraySlice.of(new byte[VolumeGeometry.BLOCK_BYTES]);
        long before = 0;
        long after = 0;
        for (ChunkId id : sample.keySet()) {
            int length = reader.read(domain, ChunkKind.DATA, id, plain);
            int payload = parts.compressor()
                    .compress(new ArraySlice(plain.array(), 0, length), packed)
                    .orElse(length);
            before += sample.getOrDefault(id, 0);
            after += ChunkRecordHeader.BYTES + payload + ChunkRecordHeader.TAG_BYTES;
        }
        return before == 0 ? 0 : Math.round((double) storedBytes * after / before);
    }
}
