package io.ebsnap.chunk;

import io.ebsnap.identity.ChunkId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A chunk that {@link StoredChunkWriter} prepared. */
final class StoredPreparedChunk implements PreparedChunk {

    private final StoredChunkWriter writer;
    private final ChunkName name;
    private final int plaintextLength;
    private final boolean known;
    private final AtomicReference<Optional<SealedRecord>> record;

    private StoredPreparedChunk(
            StoredChunkWriter writer, ChunkName name, int plaintextLength, Optional<SealedRecord> record) {
        this.writer = writer;
        this.name = name;
        this.plaintextLength = plaintextLength;
        this.known = record.isEmpty();
        this.record = new AtomicReference<>(record);
    }

    static StoredPreparedChunk known(StoredChunkWriter writer, ChunkName name, int plaintextLength) {
        return new StoredPreparedChunk(writer, name, plaintextLength, Optional.empty());
    }

    static StoredPreparedChunk sealed(
            StoredChunkWriter writer, ChunkName name, int plaintextLength, SealedRecord record) {
        return new StoredPreparedChunk(writer, name, plaintextLength, Optional.of(record));
    }

    @Override
    public ChunkId id() {
        return name.id();
    }

    @Override
    public boolean known() {
        return known;
    }

    ChunkName name() {
        return name;
    }

    int plaintextLength() {
        return plaintextLength;
    }

    /** The sealed record; empty if the chunk was known, appended or closed. */
    Optional<SealedRecord> record() {
        return record.get();
    }

    boolean isOf(StoredChunkWriter other) {
        return writer == other;
    }

    @Override
    public void close() {
        record.getAndSet(Optional.empty()).ifPresent(SealedRecord::close);
    }
}
