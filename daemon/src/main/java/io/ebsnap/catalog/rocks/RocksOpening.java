package io.ebsnap.catalog.rocks;

import io.ebsnap.failure.Failure;
import io.ebsnap.format.IndexFormat;
import io.ebsnap.identity.StoreId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the database of a store's index. One that cannot be used is put aside, whatever the reason, and an empty one takes
 * its place: it is only a cache. What the disk refuses is no such reason.
 */
final class RocksOpening {

    /** What the index says of itself. */
    static final byte[] FORMAT_KEY = "format".getBytes(StandardCharsets.US_ASCII);

    /** Present until the index has been built from the store once. */
    static final byte[] FRESH_KEY = "fresh".getBytes(StandardCharsets.US_ASCII);

    private static final Logger LOG = LoggerFactory.getLogger(RocksOpening.class);
    private static final int ATTEMPTS_MAX = 2;

    private final Path directory;
    private final StoreId store;

    RocksOpening(Path directory, StoreId store) {
        this.directory = directory;
        this.store = store;
    }

    /** An index that is not used, and the word for why. */
    private static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String word;

        private Unusable(String word, @Nullable String reason) {
            super(reason);
            this.word = word;
        }
    }

    RocksSession open() {
        for (int attempt = 1; ; attempt++) {
            try {
                return tryToOpen();
            } catch (Unusable e) {
                if (attempt == ATTEMPTS_MAX) {
                    throw new Failure.Internal("a new index cannot be used: " + e.getMessage(), e);
                }
                Path aside = new ShelvedIndexes(directory).shelve(e.word);
                LOG.warn("index={} put aside as {} because it is {}: {}", directory, aside, e.word, e.getMessage());
            }
        }
    }

    private RocksSession tryToOpen() throws Unusable {
        try {
            requireDirectory();
            requireKnownTables();
            RocksSession session = RocksSession.open(directory.toString());
            try {
                examine(session);
                return session;
            } catch (Unusable | RocksDBException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (RocksDBException e) {
            if (RocksFailures.isDamage(e)) {
                throw new Unusable("damaged", e.getMessage());
            }
            throw RocksFailures.of("opening the index " + directory, e);
        }
    }

    private void requireDirectory() throws Unusable {
        try {
            if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(directory)) {
                throw new Unusable("damaged", "it is not a directory");
            }
            Files.createDirectories(directory);
            if (Files.exists(directory.resolve(RocksGuard.DAMAGE_MARK))) {
                throw new Unusable("damaged", "reading had found damage");
            }
            if (!Files.exists(directory.resolve("CURRENT")) && hasFiles()) {
                throw new Unusable("damaged", "files without CURRENT");
            }
        } catch (IOException e) {
            throw new Failure.Unavailable("opening the index " + directory, e);
        }
    }

    /** A creation that was cut short leaves a log and a lock, but never data. */
    private boolean hasFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getName(path.getNameCount() - 1).toString())
                    .anyMatch(name -> !name.startsWith("LOG") && !name.equals("LOCK") && !name.equals("IDENTITY"));
        }
    }

    private void requireKnownTables() throws Unusable, RocksDBException {
        if (!Files.exists(directory.resolve("CURRENT"))) {
            return;
        }
        List<String> known = Stream.of(Table.values()).map(Table::title).toList();
        try (Options options = new Options()) {
            for (byte[] name : RocksDB.listColumnFamilies(options, directory.toString())) {
                String title = new String(name, StandardCharsets.UTF_8);
                if (!known.contains(title)) {
                    throw new Unusable("newer", "it has a column family '" + title + "'");
                }
            }
        }
    }

    private void examine(RocksSession session) throws Unusable, RocksDBException {
        Optional<byte[]> format = session.get(Table.DEFAULT, FORMAT_KEY);
        if (format.isEmpty()) {
            begin(session);
            return;
        }
        try {
            IndexFormat found = IndexFormat.decode(format.get());
            if (!found.store().equals(store)) {
                throw new Unusable("foreign", "it belongs to store " + found.store());
            }
        } catch (Failure.TooNew e) {
            throw new Unusable("newer", e.getMessage());
        } catch (Failure.TooOld | Failure.Corrupt e) {
            throw new Unusable("damaged", e.getMessage());
        }
    }

    private void begin(RocksSession session) throws Unusable, RocksDBException {
        for (Table table : Table.values()) {
            if (!session.page(table, new byte[0], false, new byte[0], 1).isEmpty()) {
                throw new Unusable("damaged", "it holds data but not its format");
            }
        }
        try (WriteBatch batch = new WriteBatch()) {
            batch.put(session.handle(Table.DEFAULT), FORMAT_KEY, new IndexFormat(store).encode());
            batch.put(session.handle(Table.DEFAULT), FRESH_KEY, new byte[0]);
            session.writeDurably(batch);
        }
    }
}
