package io.ebsnap.chunk;

import io.ebsnap.format.ChunkRecordHeader;
import io.ebsnap.identity.DomainId;

/**
 * Chunks in a store: writers, a reader, and what keeps both in order. Safe for use by several threads. Holds nothing that must be closed
 * but the writers it hands out.
 */
public final class ChunkStore {

    private final ChunkStoreParts parts;
    private final WriterTools tools;
    private final Pins pins;
    private final ChunkReader reader;

    /** A chunk store over open parts; index and store must have been reconciled. */
    public ChunkStore(ChunkStoreParts parts) {
        this.parts = parts;
        ChunkSealer sealer = new ChunkSealer(parts.cipher(), parts.compressor(), parts.decompressor(), parts.random());
        this.tools = new WriterTools(
                sealer,
                new PackStarter(parts.store(), parts.random(), parts.limits()),
                new SlabPool(ChunkRecordHeader.RECORD_BYTES_MAX));
        this.pins = new Pins(parts.random(), parts.limits());
        this.reader = new StoredChunkReader(parts, tools);
    }

    /**
     * Opens a writer. It pins what it stores and finds until it is closed.
     *
     * @param expectedChunks how many chunks it will likely name; only a hint
     * @throws io.ebsnap.failure.Failure.Denied if the domain's keys are not to be had
     */
    public ChunkWriter openWriter(DomainId domain, long expectedChunks) {
        return new StoredChunkWriter(parts, tools, parts.keys().apply(domain), pins.open(domain, expectedChunks));
    }

    /** The reader of all domains. */
    public ChunkReader reader() {
        return reader;
    }
}
