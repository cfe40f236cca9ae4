package io.ebsnap.catalog.rocks;

import io.ebsnap.failure.Failure;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.rocksdb.RocksDBException;

/**
 * Sorts rows of one size by the key they begin with, in bounded memory: sorted runs on disk, then one merge. Of rows with
 * the same key the one that was added first is kept. Used by one thread at a time.
 */
final class SortedRuns implements AutoCloseable {

    private static final int RUN_BYTES = 8 << 20;
    private static final int BUFFER_BYTES = 16 << 10;

    private final Path directory;
    private final String name;
    private final int keyBytes;
    private final int rowBytes;
    private final int rowsPerRun;
    private final Comparator<byte[]> byKey;
    private final List<byte[]> rows = new ArrayList<>();
    private final List<Path> runs = new ArrayList<>();

    /** Takes the sorted rows. */
    @FunctionalInterface
    interface Sink {
        void take(byte[] row) throws RocksDBException;
    }

    /** Rows of {@code rowBytes} bytes that begin with a key of {@code keyBytes}. */
    SortedRuns(Path directory, String name, int keyBytes, int rowBytes) {
        this.directory = directory;
        this.name = name;
        this.keyBytes = keyBytes;
        this.rowBytes = rowBytes;
        this.rowsPerRun = RUN_BYTES / rowBytes;
        this.byKey = (a, b) -> Arrays.compareUnsigned(a, 0, keyBytes, b, 0, keyBytes);
    }

    /** Adds a row, which belongs to this from now on. */
    void add(byte[] row) {
        if (row.length != rowBytes) {
            throw new IllegalArgumentException("a row of " + row.length + " bytes instead of " + rowBytes);
        }
        rows.add(row);
        if (rows.size() == rowsPerRun) {
            spill();
        }
    }

    /** Hands out all rows in the order of their keys, each key once. */
    void merge(Sink sink) throws RocksDBException {
        spill();
        List<Run> open = new ArrayList<>();
        try {
            PriorityQueue<Run> queue =
                    new PriorityQueue<>(Comparator.comparing(Run::row, byKey).thenComparingInt(Run::number));
            for (Path path : runs) {
                Run run = new Run(path, open.size(), rowBytes);
                open.add(run);
                if (run.advance()) {
                    queue.add(run);
                }
            }
            drain(queue, sink);
        } catch (IOException e) {
            throw new Failure.Unavailable("merging " + directory, e);
        } finally {
            open.forEach(Run::close);
        }
    }

    /** Deletes the runs. */
    @Override
    public void close() {
        rows.clear();
        try {
            for (Path run : runs) {
                Files.deleteIfExists(run);
            }
        } catch (IOException e) {
            throw new Failure.Unavailable("removing " + directory, e);
        }
    }

    private void drain(PriorityQueue<Run> queue, Sink sink) throws IOException, RocksDBException {
        byte[] last = new byte[0];
        for (Run run = queue.poll(); run != null; run = queue.poll()) {
            byte[] row = run.row();
            if (last.length == 0 || !Arrays.equals(last, 0, keyBytes, row, 0, keyBytes)) {
                sink.take(row);
                last = row;
            }
            if (run.advance()) {
                queue.add(run);
            }
        }
    }

    private void spill() {
        if (rows.isEmpty()) {
            return;
        }
        rows.sort(byKey);
        Path path = directory.resolve(name + "-" + runs.size());
        runs.add(path);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), BUFFER_BYTES)) {
            for (byte[] row : rows) {
                out.write(row);
            }
        } catch (IOException e) {
            String message = "writing " + path + ": " + e.getMessage();
            throw new Failure.Exhausted(message, "free space on the file system of the index", e);
        }
        rows.clear();
    }

    /** A run that is being read, at one of its rows. */
    private static final class Run {
        private final InputStream in;
        private final int number;
        private final int rowBytes;
        private byte[] row = new byte[0];

        private Run(Path path, int number, int rowBytes) throws IOException {
            this.in = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES);
            this.number = number;
            this.rowBytes = rowBytes;
        }

        byte[] row() {
            return row;
        }

        int number() {
            return number;
        }

        boolean advance() throws IOException {
            row = in.readNBytes(rowBytes);
            if (row.length != 0 && row.length != rowBytes) {
                throw new EOFException("a run ends within a row");
            }
            return row.length != 0;
        }

        void close() {
            try {
                in.close();
            } catch (IOException e) {
                throw new Failure.Unavailable("closing a sorted run", e);
            }
        }
    }
}
