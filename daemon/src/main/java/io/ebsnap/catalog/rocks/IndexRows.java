package io.ebsnap.catalog.rocks;

import io.ebsnap.chunk.ChunkLocation;
import io.ebsnap.chunk.PackEntry;
import io.ebsnap.chunk.PackSummary;
import io.ebsnap.format.IndexChunk;
import io.ebsnap.format.IndexPack;
import io.ebsnap.identity.PackId;

/** What the chunk package says, as values of the index, and back. */
final class IndexRows {

    private IndexRows() {}

    static byte[] chunk(PackId pack, PackEntry entry) {
        return new IndexChunk(pack, entry.offset(), entry.length()).encode();
    }

    static ChunkLocation location(byte[] value) {
        IndexChunk chunk = IndexChunk.decode(value);
        return new ChunkLocation(chunk.pack(), chunk.offset(), chunk.length());
    }

    static byte[] pack(PackSummary pack, boolean condemned) {
        return new IndexPack(condemned, pack.kind(), pack.domain(), pack.entries(), pack.lengthBytes()).encode();
    }

    static PackSummary summary(PackId id, byte[] value) {
        IndexPack pack = IndexPack.decode(value);
        return new PackSummary(id, pack.kind(), pack.domain(), pack.entries(), pack.lengthBytes(), pack.condemned());
    }
}
