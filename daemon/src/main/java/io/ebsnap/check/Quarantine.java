package io.ebsnap.check;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.QuarantineRecord;
import io.ebsnap.chunk.ChunkIndex;
import io.ebsnap.chunk.DamageListener;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.PackId;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chunks that were found damaged, and where. First the record is durable, then the index forgets the place: the next snapshot with that
 * content stores it again, and no rebuild of the index brings the bad place back. A record stays as long as its pack. Safe for use by
 * several threads.
 */
public final class Quarantine implements DamageListener {

    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

    private final Catalog catalog;
    private final List<ChunkIndex> indexes;
    private final InstantSource clock;
    private final AtomicLong count = new AtomicLong();

    /** Of a store without an archive. */
    public Quarantine(Catalog catalog, ChunkIndex index, InstantSource clock) {
        this(catalog, List.of(index), clock);
    }

    /**
     * What was found damaged of a store.
     *
     * @param indexes of the store, and of its archive if it has one
     */
    public Quarantine(Catalog catalog, List<ChunkIndex> indexes, InstantSource clock) {
        this.catalog = catalog;
        this.indexes = List.copyOf(indexes);
        this.clock = clock;
        try (Stream<QuarantineRecord> records = catalog.list(CatalogKind.QUARANTINE)) {
            count.set(records.count());
        }
    }

    @Override
    public void damaged(ChunkId chunk, PackId pack, String reason) {
        try {
            record(chunk, pack, reason);
            indexes.forEach(index -> index.forget(pack, List.of(chunk)));
        } catch (RuntimeException e) {
            LOG.error("chunk={} pack={} damaged=true and cannot be quarantined", chunk, pack, e);
        }
    }

    /** Whether a chunk was found damaged in a pack. */
    public boolean contains(PackId pack, ChunkId chunk) {
        return count.get() > 0
                && catalog.find(
                                CatalogKind.QUARANTINE,
                                recordOf(chunk, pack, "").catalogId())
                        .isPresent();
    }

    /** All records. */
    List<QuarantineRecord> list() {
        try (Stream<QuarantineRecord> records = catalog.list(CatalogKind.QUARANTINE)) {
            return records.toList();
        }
    }

    /** How many chunks are in quarantine that the store has nowhere else. */
    long unhealedCount() {
        return list().stream()
                .filter(record -> indexes.stream()
                        .allMatch(index ->
                                index.find(ChunkId.parse(record.chunkId())).isEmpty()))
                .count();
    }

    /** Forgets records whose packs are gone. */
    void purge() {
        for (QuarantineRecord record : list()) {
            PackId pack = PackId.parse(record.packId());
            if (indexes.stream().allMatch(index -> index.pack(pack).isEmpty())
                    && catalog.delete(CatalogKind.QUARANTINE, record.catalogId())) {
                count.decrementAndGet();
            }
        }
    }

    private void record(ChunkId chunk, PackId pack, String reason) {
        QuarantineRecord record = recordOf(chunk, pack, reason);
        if (catalog.find(CatalogKind.QUARANTINE, record.catalogId()).isPresent()) {
            return;
        }
        try {
            catalog.create(CatalogKind.QUARANTINE, record);
            count.incrementAndGet();
            LOG.error("chunk={} pack={} damaged=true reason=\"{}\"", chunk, pack, reason);
        } catch (Failure.Conflict e) {
            LOG.debug("chunk={} pack={} is in quarantine already", chunk, pack);
        }
    }

    private QuarantineRecord recordOf(ChunkId chunk, PackId pack, String reason) {
        return new QuarantineRecord(
                pack.hex(), chunk.hex(), reason, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
