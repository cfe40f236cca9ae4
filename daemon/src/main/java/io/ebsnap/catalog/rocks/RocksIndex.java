package io.ebsnap.catalog.rocks;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.catalog.CatalogView;
import io.ebsnap.chunk.ChunkIndex;
import io.ebsnap.chunk.ChunkLocation;
import io.ebsnap.chunk.PackEntry;
import io.ebsnap.chunk.PackSummary;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.PackId;
import io.ebsnap.identity.StoreId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.WriteBatch;

/**
 * The index in RocksDB: {@code docs/format/index.md}. Only a cache; one that is missing, foreign, damaged or too new is replaced by an empty one,
 * which says so by {@link #isFresh}.
 *
 * <p>Lookups run beside everything. Changes run one at a time, because each looks before it writes.
 */
public final class RocksIndex implements ChunkIndex {

    private static final byte[] DOUBT_KEY = "doubt".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_PREFIX = new byte[0];

    private final Path directory;
    private final RocksGuard guard;
    private final InstantSource clock;
    private final Object changes = new Object();
    private final ChunkChanges chunkChanges;
    private final CatalogView catalogView;

    @GuardedBy("changes")
    private @Nullable IndexBuilder building;

    private RocksIndex(Path directory, RocksGuard guard, InstantSource clock) {
        this.directory = directory;
        this.guard = guard;
        this.clock = clock;
        this.chunkChanges = new ChunkChanges(guard);
        this.catalogView = new RocksCatalogView(guard);
    }

    /**
     * Opens the index of a store, or begins a new one.
     *
     * @param directory made if it is not there
     * @param library where RocksDB's native library is unpacked, unless {@code java.library.path} has it
     * @throws Failure.Exhausted if there is no room on the disk
     * @throws Failure.Unavailable if the disk refuses, or another process has the index open
     */
    public static RocksIndex open(Path directory, Path library, StoreId store, InstantSource clock) {
        RocksLibrary.load(library);
        RocksSession session = new RocksOpening(directory, store).open();
        return new RocksIndex(directory, new RocksGuard(directory, session), clock);
    }

    @Override
    public boolean isFresh() {
        return guard.read(
                "opening the index",
                session -> session.get(Table.DEFAULT, RocksOpening.FRESH_KEY).isPresent());
    }

    /** The catalog's view that is kept beside; lives as long as the index. */
    public CatalogView catalogView() {
        return catalogView;
    }

    @Override
    public IndexBuilder rebuild() {
        synchronized (changes) {
            if (building != null) {
                throw new Failure.Conflict("the index is being rebuilt already");
            }
            building = new IndexBuilder(this, guard);
            return building;
        }
    }

    @Override
    public Optional<ChunkLocation> find(ChunkId id) {
        return guard.read(
                "looking up a chunk",
                session -> session.get(Table.CHUNK, id.bytes()).map(IndexRows::location));
    }

    @Override
    public void addPack(PackSummary pack, List<PackEntry> entries) {
        synchronized (changes) {
            if (building != null) {
                building.alsoAdd(pack, entries);
            }
            chunkChanges.add(pack, entries);
        }
    }

    @Override
    public void condemn(Collection<PackId> packs, Collection<ChunkId> forget) {
        synchronized (changes) {
            requireNotBuilding();
            chunkChanges.condemn(packs, forget);
        }
    }

    @Override
    public void relocate(PackSummary pack, List<PackEntry> entries, Collection<PackId> from) {
        synchronized (changes) {
            requireNotBuilding();
            chunkChanges.relocate(pack, entries, from);
        }
    }

    @Override
    public void removePacks(Collection<PackId> packs) {
        synchronized (changes) {
            requireNotBuilding();
            chunkChanges.removePacks(packs);
        }
    }

    @Override
    public void forget(PackId pack, Collection<ChunkId> ids) {
        synchronized (changes) {
            if (building != null) {
                building.alsoForget(pack, ids);
            }
            chunkChanges.forget(pack, ids);
        }
    }

    @Override
    public long forgetChunksWithoutPack() {
        return new OrphanedChunks(guard, changes).forget();
    }

    @Override
    public Optional<PackSummary> pack(PackId id) {
        return guard.read(
                "looking up pack " + id,
                session -> session.get(Table.PACK, id.bytes()).map(value -> IndexRows.summary(id, value)));
    }

    @Override
    public Stream<PackSummary> packs() {
        return Pages.of(guard, Table.PACK, NO_PREFIX).map(row -> IndexRows.summary(PackId.of(row.key()), row.value()));
    }

    @Override
    public long approximateChunkCount() {
        return guard.read(
                "counting chunks",
                session ->
                        session.database().getLongProperty(session.handle(Table.CHUNK), "rocksdb.estimate-num-keys"));
    }

    @Override
    public long approximateBytes() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException | UncheckedIOException e) {
            throw new Failure.Unavailable("measuring the index in " + directory + " failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void beginDoubt() {
        synchronized (changes) {
            requireNotBuilding();
            byte[] began = ByteBuffer.allocate(Long.BYTES)
                    .putLong(clock.instant().getEpochSecond())
                    .array();
            putOrDelete("marking the index doubtful", DOUBT_KEY, began);
        }
    }

    @Override
    public void endDoubt() {
        putOrDelete("ending the index's doubt", DOUBT_KEY, null);
    }

    @Override
    public boolean inDoubt() {
        return guard.read(
                "asking for the index's doubt",
                session -> session.get(Table.DEFAULT, DOUBT_KEY).isPresent());
    }

    @Override
    public void close() {
        guard.close();
    }

    /** Called by the builder in its last step. What {@code last} does excludes every other change. */
    void endBuilding(Runnable last) {
        synchronized (changes) {
            try {
                last.run();
            } finally {
                building = null;
            }
        }
    }

    private void putOrDelete(String attempt, byte[] key, byte @Nullable [] value) {
        guard.write(attempt, session -> {
            try (WriteBatch batch = new WriteBatch()) {
                if (value == null) {
                    batch.delete(session.handle(Table.DEFAULT), key);
                } else {
                    batch.put(session.handle(Table.DEFAULT), key, value);
                }
                session.writeDurably(batch);
                return true;
            }
        });
    }

    @GuardedBy("changes")
    private void requireNotBuilding() {
        if (building != null) {
            throw new Failure.Conflict("the index is being rebuilt: nothing can be deleted until that is over");
        }
    }
}
