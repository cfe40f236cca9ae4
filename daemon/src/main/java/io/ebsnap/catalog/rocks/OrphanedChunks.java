package io.ebsnap.catalog.rocks;

import io.ebsnap.catalog.rocks.RocksSession.Row;
import io.ebsnap.identity.PackId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Finds the chunks whose pack the index does not know, and forgets them, a bounded number at a time. */
final class OrphanedChunks {

    private static final int ROWS = 2048;
    private static final byte[] NO_PREFIX = new byte[0];

    private final RocksGuard guard;
    private final Object changes;

    /**
     * A search.
     *
     * @param changes the lock that every change of the index is made under
     */
    OrphanedChunks(RocksGuard guard, Object changes) {
        this.guard = guard;
        this.changes = changes;
    }

    long forget() {
        PackId[] known = knownPacks();
        long forgotten = 0;
        byte[] last = NO_PREFIX;
        for (boolean begun = false; ; begun = true) {
            List<Row> rows = page(last, begun);
            if (rows.isEmpty()) {
                return forgotten;
            }
            forgotten += forgetAmong(rows, known);
            last = rows.getLast().key();
        }
    }

    private PackId[] knownPacks() {
        try (Stream<Row> packs = Pages.of(guard, Table.PACK, NO_PREFIX)) {
            return packs.map(row -> PackId.of(row.key())).sorted().toArray(PackId[]::new);
        }
    }

    private List<Row> page(byte[] last, boolean begun) {
        return guard.read("reading the index", session -> session.page(Table.CHUNK, last, begun, NO_PREFIX, ROWS));
    }

    private long forgetAmong(List<Row> rows, PackId[] known) {
        List<byte[]> suspects = new ArrayList<>();
        for (Row row : rows) {
            if (Arrays.binarySearch(known, packOf(row.value())) < 0) {
                suspects.add(row.key());
            }
        }
        if (suspects.isEmpty()) {
            return 0;
        }
        synchronized (changes) {
            return guard.write("forgetting chunks without pack", session -> forgetSuspects(session, suspects));
        }
    }

    /** A suspect's pack may have been added since the packs were read, or the chunk have moved. */
    private static long forgetSuspects(RocksSession session, List<byte[]> suspects) throws RocksDBException {
        long forgotten = 0;
        try (WriteBatch batch = new WriteBatch()) {
            for (byte[] key : suspects) {
                byte[] place = session.get(Table.CHUNK, key).orElse(null);
                if (place != null
                        && session.get(Table.PACK, packOf(place).bytes()).isEmpty()) {
                    batch.delete(session.handle(Table.CHUNK), key);
                    forgotten++;
                }
            }
            session.writeDurably(batch);
        }
        return forgotten;
    }

    private static PackId packOf(byte[] place) {
        return IndexRows.location(place).pack();
    }
}
