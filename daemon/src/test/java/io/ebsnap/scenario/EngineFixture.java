package io.ebsnap.scenario;

import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.blockmap.PageLoader;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.MemoryCatalog;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.chunk.ChunkIndex;
import io.ebsnap.chunk.ChunkLimits;
import io.ebsnap.chunk.ChunkStore;
import io.ebsnap.chunk.ChunkStoreParts;
import io.ebsnap.chunk.MemoryChunkIndex;
import io.ebsnap.compress.Lz4Blocks;
import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.PackId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.restore.RestoreEngine;
import io.ebsnap.restore.RestoreOrder;
import io.ebsnap.restore.RestoreResult;
import io.ebsnap.restore.RestoreSettings;
import io.ebsnap.restore.RestoreSources;
import io.ebsnap.snapshot.SnapshotEngine;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.snapshot.SnapshotSettings;
import io.ebsnap.snapshot.SnapshotSources;
import io.ebsnap.snapshot.SnapshotStorage;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.memory.MemoryObjectStore;
import io.ebsnap.task.Surroundings;
import io.ebsnap.task.TaskBoard;
import io.ebsnap.task.TaskLimits;
import io.ebsnap.task.TaskView;
import io.ebsnap.volume.CatalogVolumes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A daemon's engine over a made-up machine and a store that outlives it: {@link #restart} is another daemon on both. */
public final class EngineFixture implements AutoCloseable {

    private static final AeadCipher CIPHER = AeadCiphers.fastest();
    private static final Lz4Blocks LZ4 = Lz4Blocks.load();
    private static final int COPY_THREADS = 3;

    public final TickingClock clock = new TickingClock();
    public final MemoryMachine machine = new MemoryMachine(clock);
    public final FixedKeyring keyring = new FixedKeyring();
    public final AtomicReference<CrashPoints> crashPoints = new AtomicReference<>(CrashPoints.NONE);
    public final List<String> damage = new CopyOnWriteArrayList<>();
    public final AtomicLong nanos = new AtomicLong();

    public ObjectStore objects = new MemoryObjectStore();
    public ChunkIndex index = new MemoryChunkIndex();
    public Catalog catalog = new MemoryCatalog();
    public ChunkLimits limits = ChunkLimits.DEFAULT.withPacksOf(4 << 20, 64);
    public SnapshotSettings settings = new SnapshotSettings(2, 20, COPY_THREADS, "000000000000", "alias/aws/ebs");

    public final SeededSecureRandom random;

    // Set by restart(), which the constructor calls.
    public ChunkStore chunks;
    public PageLoader pages;
    public MapsInUse mapsInUse;
    public TaskBoard tasks;
    public CatalogVolumes volumes;
    public SnapshotEngine snapshots;
    public RestoreEngine restores;

    public EngineFixture(long seed) {
        this.random = new SeededSecureRandom(seed);
        begin();
    }

    /** The daemon died, or was stopped by {@link #close()}; another one starts. */
    public void restart() {
        begin();
        snapshots.start();
    }

    private void begin() {
        Surroundings surroundings = new Surroundings(
                clock,
                () -> nanos.addAndGet(1_000),
                random,
                name -> crashPoints.get().reached(name));
        chunks = new ChunkStore(parts());
        pages = new PageLoader(chunks.reader());
        mapsInUse = new MapsInUse();
        tasks = new TaskBoard(clock, () -> nanos.addAndGet(1_000), random, TaskLimits.DEFAULT);
        volumes = new CatalogVolumes(catalog, machine, clock, random);
        snapshots = new SnapshotEngine(
                new SnapshotSources(volumes, machine, machine),
                new SnapshotStorage(catalog, chunks, pages, keyring),
                settings,
                surroundings);
        restores = new RestoreEngine(
                new RestoreSources(catalog, chunks.reader(), pages, mapsInUse, keyring),
                machine,
                tasks,
                new RestoreSettings(COPY_THREADS));
    }

    private ChunkStoreParts parts() {
        return new ChunkStoreParts(
                objects,
                index,
                keyring::keysOf,
                CIPHER,
                LZ4,
                LZ4,
                random,
                Runnable::run,
                () -> nanos.addAndGet(1_000),
                name -> crashPoints.get().reached(name),
                this::damaged,
                limits);
    }

    /** Takes a snapshot and waits for its end. */
    public SnapshotRecord snapshot(String device) {
        return await(snapshots.create(SnapshotOrder.of(device)).getFirst());
    }

    /** Waits for a snapshot's end. */
    public SnapshotRecord await(SnapshotRecord pending) {
        SnapshotId id = new SnapshotId(pending.snapshotId());
        for (int i = 0; i < 6_000; i++) {
            SnapshotRecord now = snapshots.find(id).orElseThrow();
            if (now.state() != SnapshotState.PENDING && snapshots.progress(id).isEmpty()) {
                return now;
            }
            pause();
        }
        throw new AssertionError(id + " is still pending");
    }

    /** Restores onto a new device of the same size, and gives that. */
    public MemoryDevice restored(SnapshotRecord snapshot) {
        MemoryDevice target = machine.add(
                "/restored/" + nanos.incrementAndGet(), snapshot.origin().sizeBytes());
        restore(snapshot, target, false);
        return target;
    }

    public RestoreResult restore(SnapshotRecord snapshot, MemoryDevice target, boolean skipDamaged) {
        TaskView view = awaitTask(restores.start(
                new RestoreOrder(new SnapshotId(snapshot.snapshotId()), target.path(), true, skipDamaged)));
        if (view.result() instanceof RestoreResult result) {
            return result;
        }
        throw new AssertionError(view.state() + ": " + view.message());
    }

    public TaskView awaitTask(TaskView begun) {
        try {
            return tasks.await(begun.id());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        tasks.close();
        snapshots.close();
    }

    private void damaged(ChunkId chunk, PackId pack, String reason) {
        damage.add(chunk + " in " + pack + ": " + reason);
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
