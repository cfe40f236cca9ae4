package io.ebsnap.catalog.rocks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/** Writes sorted rows into files that RocksDB takes in as they are, without compaction. Used by one thread. */
final class TableFiles implements AutoCloseable {

    private static final long FILE_BYTES = 64L << 20;
    private static final int ROWS_BETWEEN_LOOKS = 4096;

    private final Path directory;
    private final String name;
    private final int keyBytes;
    private final EnvOptions environment = new EnvOptions();
    private final Options options;
    private final List<String> files = new ArrayList<>();
    private @Nullable SstFileWriter writer;
    private long rows;

    /**
     * Files of a table in a directory.
     *
     * @param options closed with this
     */
    TableFiles(Path directory, String name, int keyBytes, Options options) {
        this.directory = directory;
        this.name = name;
        this.keyBytes = keyBytes;
        this.options = options;
    }

    /** Writes the next row: its key, then its value. */
    void write(byte[] row) throws RocksDBException {
        SstFileWriter open = writer();
        open.put(Arrays.copyOf(row, keyBytes), Arrays.copyOfRange(row, keyBytes, row.length));
        rows++;
        if (rows % ROWS_BETWEEN_LOOKS == 0 && open.fileSize() >= FILE_BYTES) {
            finishFile();
        }
    }

    /** The whole files, in the order of their keys. */
    List<String> finish() throws RocksDBException {
        finishFile();
        return files;
    }

    /** How many rows were written. */
    long rows() {
        return rows;
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
        options.close();
        environment.close();
    }

    private SstFileWriter writer() throws RocksDBException {
        if (writer == null) {
            String path = directory.resolve(name + "-" + files.size() + ".sst").toString();
            writer = new SstFileWriter(environment, options);
            writer.open(path);
            files.add(path);
        }
        return writer;
    }

    private void finishFile() throws RocksDBException {
        if (writer != null) {
            writer.finish();
            writer.close();
            writer = null;
        }
    }
}
