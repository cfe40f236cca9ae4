package io.ebsnap.catalog.rocks;

import io.ebsnap.chunk.PackEntry;
import io.ebsnap.chunk.PackSummary;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.PackId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** The changes of chunks and packs: each looks, then writes one durable batch. Its caller lets one run at a time. */
final class ChunkChanges {

    private final RocksGuard guard;

    ChunkChanges(RocksGuard guard) {
        this.guard = guard;
    }

    /** Fills a batch from what the database holds. */
    @FunctionalInterface
    private interface Filling {
        void fill(RocksSession session, WriteBatch batch) throws RocksDBException;
    }

    void add(PackSummary pack, List<PackEntry> entries) {
        change("adding pack " + pack.id(), (session, batch) -> {
            Set<ChunkId> placed = new HashSet<>();
            byte[] unused = new byte[0];
            for (PackEntry entry : entries) {
                byte[] key = entry.id().bytes();
                OptionalInt known = session.get(Table.CHUNK, key, unused);
                if (known.isEmpty() && placed.add(entry.id())) {
                    batch.put(session.handle(Table.CHUNK), key, IndexRows.chunk(pack.id(), entry));
                }
            }
            batch.put(session.handle(Table.PACK), pack.id().bytes(), IndexRows.pack(pack, false));
        });
    }

    void condemn(Collection<PackId> packs, Collection<ChunkId> forget) {
        change("condemning " + packs.size() + " packs", (session, batch) -> {
            for (PackId id : packs) {
                Optional<byte[]> known = session.get(Table.PACK, id.bytes());
                if (known.isPresent()) {
                    PackSummary pack = IndexRows.summary(id, known.get());
                    batch.put(session.handle(Table.PACK), id.bytes(), IndexRows.pack(pack, true));
                }
            }
            forgetWithin(session, batch, Set.copyOf(packs), forget);
        });
    }

    void relocate(PackSummary pack, List<PackEntry> entries, Collection<PackId> from) {
        Set<PackId> old = Set.copyOf(from);
        change("moving chunks to pack " + pack.id(), (session, batch) -> {
            for (PackEntry entry : entries) {
                if (liesWithin(session, entry.id(), old)) {
                    byte[] place = IndexRows.chunk(pack.id(), entry);
                    batch.put(session.handle(Table.CHUNK), entry.id().bytes(), place);
                }
            }
            batch.put(session.handle(Table.PACK), pack.id().bytes(), IndexRows.pack(pack, false));
        });
    }

    void removePacks(Collection<PackId> packs) {
        change("forgetting " + packs.size() + " packs", (session, batch) -> {
            for (PackId id : packs) {
                batch.delete(session.handle(Table.PACK), id.bytes());
            }
        });
    }

    void forget(PackId pack, Collection<ChunkId> ids) {
        change(
                "forgetting chunks of pack " + pack,
                (session, batch) -> forgetWithin(session, batch, Set.of(pack), ids));
    }

    private static void forgetWithin(RocksSession session, WriteBatch batch, Set<PackId> packs, Collection<ChunkId> ids)
            throws RocksDBException {
        for (ChunkId id : ids) {
            if (liesWithin(session, id, packs)) {
                batch.delete(session.handle(Table.CHUNK), id.bytes());
            }
        }
    }

    private static boolean liesWithin(RocksSession session, ChunkId id, Set<PackId> packs) throws RocksDBException {
        Optional<byte[]> place = session.get(Table.CHUNK, id.bytes());
        return place.isPresent()
                && packs.contains(IndexRows.location(place.get()).pack());
    }

    private void change(String attempt, Filling filling) {
        guard.write(attempt, session -> {
            try (WriteBatch batch = new WriteBatch()) {
                filling.fill(session, batch);
                session.writeDurably(batch);
                return true;
            } catch (Failure.Corrupt e) {
                throw new Failure.Corrupt(attempt + ": " + e.getMessage(), e);
            }
        });
    }
}
