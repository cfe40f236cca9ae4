package io.ebsnap.catalog.rocks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/** One opening of the database. After {@link #close} any use would crash the process: {@link RocksGuard} sees to it that there is none. */
final class RocksSession implements AutoCloseable {

    private final RocksSettings settings;
    private final RocksDB database;
    private final Map<Table, ColumnFamilyHandle> tables;

    private RocksSession(RocksSettings settings, RocksDB database, Map<Table, ColumnFamilyHandle> tables) {
        this.settings = settings;
        this.database = database;
        this.tables = tables;
    }

    /** A key and its value. */
    @SuppressWarnings("ArrayRecordComponent") // on its way from the database to a decoder
    record Row(byte[] key, byte[] value) {}

    static RocksSession open(String path) throws RocksDBException {
        RocksSettings settings = new RocksSettings();
        try {
            List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
            for (Table table : Table.values()) {
                descriptors.add(new ColumnFamilyDescriptor(table.nameBytes(), settings.of(table)));
            }
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            RocksDB database = RocksDB.open(settings.database(), path, descriptors, handles);
            Map<Table, ColumnFamilyHandle> tables = new EnumMap<>(Table.class);
            for (Table table : Table.values()) {
                tables.put(table, handles.get(tables.size()));
            }
            return new RocksSession(settings, database, tables);
        } catch (RocksDBException | RuntimeException e) {
            settings.close();
            throw e;
        }
    }

    RocksDB database() {
        return database;
    }

    RocksSettings settings() {
        return settings;
    }

    ColumnFamilyHandle handle(Table table) {
        return Objects.requireNonNull(tables.get(table));
    }

    Optional<byte[]> get(Table table, byte[] key) throws RocksDBException {
        return Optional.ofNullable(database.get(handle(table), settings.reading(), key));
    }

    /** Reads a value into {@code target}; its whole length, if it is there. */
    OptionalInt get(Table table, byte[] key, byte[] target) throws RocksDBException {
        int length = database.get(handle(table), settings.reading(), key, target);
        return length == RocksDB.NOT_FOUND ? OptionalInt.empty() : OptionalInt.of(length);
    }

    /** Applies all changes of a batch or none, and makes them durable. */
    void writeDurably(WriteBatch batch) throws RocksDBException {
        database.write(settings.durably(), batch);
    }

    /** Applies all changes of a batch or none; a power cut may undo them. */
    void writeLazily(WriteBatch batch) throws RocksDBException {
        database.write(settings.lazily(), batch);
    }

    /**
     * The next rows of a table in the order of their keys.
     *
     * @param from the first key of interest
     * @param afterwards whether {@code from} itself is of no interest
     * @param prefix of the keys; the page ends with the last of them
     */
    List<Row> page(Table table, byte[] from, boolean afterwards, byte[] prefix, int max) throws RocksDBException {
        List<Row> rows = new ArrayList<>();
        try (RocksIterator iterator = database.newIterator(handle(table), settings.reading())) {
            iterator.seek(from);
            if (afterwards && iterator.isValid() && Arrays.equals(iterator.key(), from)) {
                iterator.next();
            }
            while (rows.size() < max && iterator.isValid() && startsWith(iterator.key(), prefix)) {
                rows.add(new Row(iterator.key(), iterator.value()));
                iterator.next();
            }
            iterator.status();
        }
        return rows;
    }

    @Override
    public void close() throws RocksDBException {
        try {
            database.closeE();
        } finally {
            settings.close();
        }
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }
}
