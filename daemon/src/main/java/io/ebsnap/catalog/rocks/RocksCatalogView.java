package io.ebsnap.catalog.rocks;

import io.ebsnap.catalog.CatalogView;
import io.ebsnap.format.IndexRecord;
import io.ebsnap.geometry.ArraySlice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.rocksdb.WriteBatch;

/** The catalog's view in the index. Its writes are not forced: what a power cut undoes is noticed by comparing with the store. */
final class RocksCatalogView implements CatalogView {

    private final RocksGuard guard;

    RocksCatalogView(RocksGuard guard) {
        this.guard = guard;
    }

    @Override
    public Optional<Row> find(String kind, String id) {
        return guard.read(
                "looking up " + kind + " " + id,
                session -> session.get(Table.CATALOG, key(kind, id)).map(value -> row(id, value)));
    }

    @Override
    public Stream<Row> list(String kind) {
        byte[] prefix = key(kind, "");
        return Pages.of(guard, Table.CATALOG, prefix)
                .map(row -> row(
                        new String(row.key(), prefix.length, row.key().length - prefix.length, StandardCharsets.UTF_8),
                        row.value()));
    }

    @Override
    public void put(String kind, Row row) {
        byte[] value = new IndexRecord(row.sequence(), ArraySlice.of(row.object())).encode();
        guard.write("keeping " + kind + " " + row.id(), session -> {
            try (WriteBatch batch = new WriteBatch()) {
                batch.put(session.handle(Table.CATALOG), key(kind, row.id()), value);
                session.writeLazily(batch);
                return true;
            }
        });
    }

    @Override
    public void remove(String kind, String id) {
        guard.write("forgetting " + kind + " " + id, session -> {
            try (WriteBatch batch = new WriteBatch()) {
                batch.delete(session.handle(Table.CATALOG), key(kind, id));
                session.writeLazily(batch);
                return true;
            }
        });
    }

    private static Row row(String id, byte[] value) {
        IndexRecord record = IndexRecord.decode(value);
        ArraySlice object = record.object();
        return new Row(
                id,
                record.sequence(),
                Arrays.copyOfRange(object.array(), object.offset(), object.offset() + object.length()));
    }

    private static byte[] key(String kind, String id) {
        return (kind + "/" + id).getBytes(StandardCharsets.UTF_8);
    }
}
