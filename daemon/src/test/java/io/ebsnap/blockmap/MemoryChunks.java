package io.ebsnap.blockmap;

import io.ebsnap.chunk.ChunkLocation;
import io.ebsnap.chunk.ChunkReader;
import io.ebsnap.chunk.ChunkWriter;
import io.ebsnap.chunk.PreparedChunk;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Chunks in memory, not sealed; counts what is stored and read. */
final class MemoryChunks implements ChunkWriter, ChunkReader {

    private final DomainKeys keys;
    private final Map<ChunkId, byte[]> chunks = new HashMap<>();
    private int pagesStored;
    private int reads;

    MemoryChunks(DomainId domain) {
        this.keys = DomainKeys.derive(domain, new byte[32]);
    }

    int pagesStored() {
        return pagesStored;
    }

    int reads() {
        return reads;
    }

    void forget(ChunkId id) {
        chunks.remove(id);
    }

    @Override
    public DomainId domain() {
        return keys.domain();
    }

    @Override
    public PreparedChunk prepare(ChunkKind kind, ArraySlice plaintext) {
        ChunkId id = keys.idOf(kind, plaintext);
        byte[] content =
                Arrays.copyOfRange(plaintext.array(), plaintext.offset(), plaintext.offset() + plaintext.length());
        return new Prepared(id, chunks.containsKey(id), content);
    }

    @Override
    public boolean hold(ChunkId id, int plaintextLength) {
        return chunks.containsKey(id);
    }

    @Override
    public int append(PreparedChunk chunk) {
        Prepared prepared = (Prepared) chunk;
        if (chunks.putIfAbsent(prepared.id, prepared.content) != null) {
            return 0;
        }
        pagesStored++;
        return prepared.content.length;
    }

    @Override
    public int inFlightMax() {
        return 1;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public int read(DomainId domain, ChunkKind kind, ChunkId id, ArraySlice target) {
        byte[] content = chunks.get(id);
        if (content == null) {
            throw new Failure.Corrupt("chunk " + id + " is missing");
        }
        reads++;
        System.arraycopy(content, 0, target.array(), target.offset(), content.length);
        return content.length;
    }

    @Override
    public Optional<ChunkLocation> locate(ChunkId id) {
        return Optional.empty();
    }

    private static final class Prepared implements PreparedChunk {
        private final ChunkId id;
        private final boolean known;
        private final byte[] content;

        Prepared(ChunkId id, boolean known, byte[] content) {
            this.id = id;
            this.known = known;
            this.content = content;
        }

        @Override
        public ChunkId id() {
            return id;
        }

        @Override
        public boolean known() {
            return known;
        }

        @Override
        public void close() {}
    }
}
