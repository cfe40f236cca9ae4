package io.ebsnap.catalog.rocks;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.chunk.IndexRebuild;
import io.ebsnap.chunk.PackEntry;
import io.ebsnap.chunk.PackSummary;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.IndexChunk;
import io.ebsnap.format.IndexPack;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.PackId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Builds all chunks and packs of an index anew: the packs are given in any order, sorted outside the heap, and replace in {@link #finish} all
 * that was there. Until then lookups see the old content. Packs that are added to the index meanwhile are in the new content too.
 *
 * <p>A crash leaves the old content, or in the last moments an index that says it is fresh. Safe for use by several threads.
 */
public final class IndexBuilder implements IndexRebuild {

    private static final byte[] BEYOND_ALL_KEYS = new byte[ChunkId.BYTES + 1];

    static {
        Arrays.fill(BEYOND_ALL_KEYS, (byte) 0xff);
    }

    private final RocksIndex index;
    private final RocksGuard guard;
    private final Path directory;
    private final SortedRuns chunks;
    private final SortedRuns packs;

    /** Changes of the index that came after the merge had begun, to be made after it. */
    @GuardedBy("this")
    private final List<Runnable> late = new ArrayList<>();

    @GuardedBy("this")
    private State state = State.COLLECTING;

    /** How far it is. */
    private enum State {
        COLLECTING,
        MERGING,
        ENDED
    }

    IndexBuilder(RocksIndex index, RocksGuard guard) {
        this.index = index;
        this.guard = guard;
        this.directory = guard.directory().resolve("rebuild");
        this.chunks = new SortedRuns(directory, "chunks", ChunkId.BYTES, ChunkId.BYTES + IndexChunk.BYTES);
        this.packs = new SortedRuns(directory, "packs", PackId.BYTES, PackId.BYTES + IndexPack.BYTES);
        emptyDirectory();
    }

    @Override
    public synchronized void add(PackSummary pack, List<PackEntry> entries) {
        if (state != State.COLLECTING) {
            throw new IllegalStateException("the index is built already");
        }
        for (PackEntry entry : entries) {
            chunks.add(concat(entry.id().bytes(), IndexRows.chunk(pack.id(), entry)));
        }
        packs.add(concat(pack.id().bytes(), IndexRows.pack(pack, false)));
    }

    @Override
    public long finish() {
        synchronized (this) {
            if (state != State.COLLECTING) {
                throw new IllegalStateException("the index is built already");
            }
            state = State.MERGING;
        }
        try {
            Written files = guard.read("sorting the index", this::writeFiles);
            index.endBuilding(() -> {
                guard.alone("replacing the index", session -> replace(session, files));
                applyLate();
            });
            return files.chunkCount();
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (state == State.ENDED) {
                return;
            }
            state = State.ENDED;
            late.clear();
        }
        index.endBuilding(() -> {});
        chunks.close();
        packs.close();
        deleteDirectory();
    }

    /** The index got a pack while this is under way. */
    synchronized void alsoAdd(PackSummary pack, List<PackEntry> entries) {
        switch (state) {
            case COLLECTING -> add(pack, entries);
            case MERGING -> {
                List<PackEntry> kept = List.copyOf(entries);
                late.add(() -> new ChunkChanges(guard).add(pack, kept));
            }
            case ENDED -> {}
        }
    }

    /** The index forgot damaged chunks while this is under way. */
    synchronized void alsoForget(PackId pack, Collection<ChunkId> ids) {
        List<ChunkId> kept = List.copyOf(ids);
        late.addFirst(() -> new ChunkChanges(guard).forget(pack, kept));
    }

    private record Written(List<String> chunkFiles, List<String> packFiles, long chunkCount) {}

    private Written writeFiles(RocksSession session) throws RocksDBException {
        try (TableFiles chunkFiles = files(session, Table.CHUNK, ChunkId.BYTES);
                TableFiles packFiles = files(session, Table.PACK, PackId.BYTES)) {
            chunks.merge(chunkFiles::write);
            packs.merge(packFiles::write);
            return new Written(chunkFiles.finish(), packFiles.finish(), chunkFiles.rows());
        }
    }

    private TableFiles files(RocksSession session, Table table, int keyBytes) {
        return new TableFiles(
                directory, table.title(), keyBytes, session.settings().forFilesOf(table));
    }

    /** Chunks come before packs: a pack that is not known is read again at the next opening, a chunk that is not known would be missed. */
    private boolean replace(RocksSession session, Written files) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch()) {
            batch.put(session.handle(Table.DEFAULT), RocksOpening.FRESH_KEY, new byte[0]);
            batch.deleteRange(session.handle(Table.CHUNK), new byte[0], BEYOND_ALL_KEYS);
            batch.deleteRange(session.handle(Table.PACK), new byte[0], BEYOND_ALL_KEYS);
            session.writeDurably(batch);
        }
        ingest(session, Table.CHUNK, files.chunkFiles());
        ingest(session, Table.PACK, files.packFiles());
        try (WriteBatch batch = new WriteBatch()) {
            batch.delete(session.handle(Table.DEFAULT), RocksOpening.FRESH_KEY);
            session.writeDurably(batch);
        }
        return true;
    }

    private static void ingest(RocksSession session, Table table, List<String> files) throws RocksDBException {
        if (files.isEmpty()) {
            return;
        }
        try (IngestExternalFileOptions options = new IngestExternalFileOptions()) {
            options.setMoveFiles(true);
            session.database().ingestExternalFile(session.handle(table), files, options);
        }
    }

    private synchronized void applyLate() {
        late.forEach(Runnable::run);
        late.clear();
    }

    private void emptyDirectory() {
        deleteDirectory();
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new Failure.Unavailable("making " + directory, e);
        }
    }

    private void deleteDirectory() {
        try {
            if (Files.exists(directory)) {
                ShelvedIndexes.deleteTree(directory);
            }
        } catch (IOException e) {
            throw new Failure.Unavailable("removing " + directory, e);
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
