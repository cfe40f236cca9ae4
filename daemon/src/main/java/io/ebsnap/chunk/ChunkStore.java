package io.ebsnap.chunk;

import io.ebsnap.failure.Failure;
import io.ebsnap.format.ChunkRecordHeader;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.PackId;
import io.ebsnap.store.ObjectStore;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Chunks in a store: writers, a reader, and what keeps both in order. Safe for use by several threads. Holds nothing that must be closed
 * but the writers it hands out.
 */
public final class ChunkStore {

    private final ChunkStoreParts parts;
    private final WriterTools tools;
    private final Pins pins;
    private final ChunkReader reader;
    private final Optional<ChunkArchive> archive;
    private final Semaphore maintenance = new Semaphore(1);
    private final AtomicLong layouts = new AtomicLong();

    /** A chunk store over open parts; index and store must have been reconciled. */
    public ChunkStore(ChunkStoreParts parts) {
        this(parts, Optional.empty());
    }

    /**
     * The same beside an archive.
     *
     * @param archive where chunks may be that are not here
     */
    public ChunkStore(ChunkStoreParts parts, Optional<ChunkArchive> archive) {
        this.parts = parts;
        ChunkSealer sealer = new ChunkSealer(parts.cipher(), parts.compressor(), parts.decompressor(), parts.random());
        this.tools = new WriterTools(
                sealer,
                new PackStarter(parts.store(), parts.random(), parts.limits()),
                new SlabPool(ChunkRecordHeader.RECORD_BYTES_MAX));
        this.pins = new Pins(parts.random(), parts.limits());
        this.archive = archive;
        ChunkReader own = new StoredChunkReader(parts, tools);
        this.reader = archive.<ChunkReader>map(elsewhere -> new TieredChunkReader(own, elsewhere))
                .orElse(own);
    }

    /**
     * Opens a writer. It pins what it stores and finds until it is closed.
     *
     * @param expectedChunks how many chunks it will likely name; only a hint
     * @throws Failure.Denied if the domain's keys are not to be had
     */
    public ChunkWriter openWriter(DomainId domain, long expectedChunks) {
        return new StoredChunkWriter(parts, tools, parts.keys().apply(domain), pins.open(domain, expectedChunks));
    }

    /**
     * Collects the garbage of one domain, beside writers and readers.
     *
     * @throws Failure.Conflict if another collection or a rebuild is running
     * @throws Failure.Denied if the domain's keys are not to be had: its packs are left alone
     * @throws Failure.Exhausted if the index has no room even to note that deletion begins
     * @throws RuntimeException whatever {@link CollectionOrder#live} throws: nothing is changed then
     */
    public CollectionOutcome collect(CollectionOrder order) {
        return alone(() -> new ChunkCollector(parts, tools, pins).collect(order));
    }

    /**
     * Deletes every pack of a domain whose key was destroyed, on the word of the caller that nothing refers to it and nobody writes it. What
     * their lists say is not proven, which nobody could; they make the index forget only what lies in them.
     *
     * @param order whose {@link CollectionOrder#live} is not asked
     * @throws Failure.Conflict if another collection or a rebuild is running
     */
    public CollectionOutcome discard(CollectionOrder order) {
        return alone(() -> new ChunkCollector(parts, tools, pins).discard(order));
    }

    /**
     * Brings the index in line with the packs, after opening both and before anything else.
     *
     * @param quarantined whether a chunk was found damaged in a pack: it gets no place there
     */
    public ReconcileOutcome reconcile(BiPredicate<PackId, ChunkId> quarantined) {
        return alone(() -> new IndexReconciler(parts, tools, quarantined).reconcile());
    }

    /**
     * Reads every pack's trailer anew, beside readers and writers. A pack that cannot be read is a finding; its records are looked for
     * one by one. If it is cut off, the index is as it was.
     *
     * @param quarantined whether a chunk was found damaged in a pack: it gets no place there
     * @throws Failure.Conflict if a collection or another rebuild is running
     */
    public ReconcileOutcome rebuildIndex(BiPredicate<PackId, ChunkId> quarantined) {
        return alone(() -> new IndexReconciler(parts, tools, quarantined).rebuild());
    }

    /**
     * Reads and checks a whole pack, by checksums alone if the domain's keys are not to be had.
     *
     * @throws Failure.NotFound if there is no such pack
     */
    public PackScrub scrub(PackId pack) {
        return new PackScrubber(parts, tools).scrub(pack, false);
    }

    /**
     * As {@link #scrub}; and a copy that is bad in one zone is mended from the others'.
     *
     * @throws Failure.NotFound if there is no such pack
     */
    public PackScrub scrubAndMend(PackId pack) {
        return new PackScrubber(parts, tools).scrub(pack, true);
    }

    /**
     * Whether one zone's copy of a pack is what was written, as far as that can be told without keys.
     *
     * @param objects of that zone
     */
    public boolean isWhole(PackId pack, ObjectStore objects) {
        ArraySlice buffer = tools.records().take();
        try {
            return new PackReader(objects).isWhole(pack, buffer);
        } finally {
            tools.records().giveBack(buffer);
        }
    }

    /** The reader of all domains; of what is in an archive beside too. */
    public ChunkReader reader() {
        return reader;
    }

    /** All packs that are known. The stream must be closed. */
    public Stream<PackSummary> packs() {
        return parts.index().packs();
    }

    /** An empty set of chunk ids, to be closed by whoever asks: see {@link ReferenceFilter}. */
    public ReferenceFilter newReferences() {
        return pins.newFilter(parts.index().approximateChunkCount());
    }

    /** All packs of the archive that are known. The stream must be closed. */
    public Stream<PackSummary> archivePacks() {
        return archive.map(known -> known.index().packs()).orElseGet(Stream::empty);
    }

    /** Grows whenever chunks may have moved or packs have been deleted: tells whether what was counted of packs still holds. */
    public long layoutRevision() {
        return layouts.get() + archive.map(ChunkArchive::layoutRevision).orElse(0L);
    }

    /** A forecast of what the next collection of a domain gives back, to be fed with the domain's packs. */
    public CollectionForecast forecast() {
        return new CollectionForecast(CollectionOptions.DEFAULT, parts.limits());
    }

    /** A rebuild would give packs a place that a collection is about to delete, and the other way round. */
    private <T> T alone(Supplier<T> work) {
        if (!maintenance.tryAcquire()) {
            throw new Failure.Conflict("a garbage collection or a rebuild of the index is running");
        }
        try {
            return work.get();
        } finally {
            layouts.incrementAndGet();
            maintenance.release();
        }
    }
}
