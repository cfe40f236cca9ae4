package io.ebsnap.scenario;

import io.ebsnap.bin.CatalogRules;
import io.ebsnap.bin.KeptThings;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.blockmap.PageLoader;
import io.ebsnap.catalog.ArchiveRecord;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.CatalogView;
import io.ebsnap.catalog.DataKeyRecord;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.ObjectCatalog;
import io.ebsnap.catalog.RecordEvidence;
import io.ebsnap.catalog.RecordSealing;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.check.CheckParts;
import io.ebsnap.check.CheckSettings;
import io.ebsnap.check.CollectionResult;
import io.ebsnap.check.Quarantine;
import io.ebsnap.check.Sample;
import io.ebsnap.check.ScrubLedger;
import io.ebsnap.check.ScrubSettings;
import io.ebsnap.check.StoreCare;
import io.ebsnap.check.StoreHistory;
import io.ebsnap.check.VerifyResult;
import io.ebsnap.chunk.ChunkArchive;
import io.ebsnap.chunk.ChunkIndex;
import io.ebsnap.chunk.ChunkLimits;
import io.ebsnap.chunk.ChunkStore;
import io.ebsnap.chunk.ChunkStoreParts;
import io.ebsnap.chunk.MemoryChunkIndex;
import io.ebsnap.chunk.PackNames;
import io.ebsnap.chunk.PackSummary;
import io.ebsnap.compress.BlockCompressor;
import io.ebsnap.compress.Lz4Blocks;
import io.ebsnap.compress.ZstdBlocks;
import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.crypto.XtsCiphers;
import io.ebsnap.device.Devices;
import io.ebsnap.device.PointInTimes;
import io.ebsnap.direct.CheckpointLimits;
import io.ebsnap.direct.DirectEngine;
import io.ebsnap.direct.DirectSettings;
import io.ebsnap.direct.DirectStorage;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.ArchiveId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.PackId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.identity.StoreId;
import io.ebsnap.kms.Keyring;
import io.ebsnap.kms.Keystore;
import io.ebsnap.kms.KeystoreKeyring;
import io.ebsnap.lock.Alarms;
import io.ebsnap.lock.LockedCatalog;
import io.ebsnap.lock.SnapshotLocks;
import io.ebsnap.restore.RestoreEngine;
import io.ebsnap.restore.RestoreOrder;
import io.ebsnap.restore.RestoreResult;
import io.ebsnap.restore.RestoreSettings;
import io.ebsnap.restore.RestoreSources;
import io.ebsnap.snapshot.BinnedSnapshots;
import io.ebsnap.snapshot.CopyThreads;
import io.ebsnap.snapshot.CopyTracker;
import io.ebsnap.snapshot.DeletionObjection;
import io.ebsnap.snapshot.DistantSnapshots;
import io.ebsnap.snapshot.SnapshotEngine;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.snapshot.SnapshotSettings;
import io.ebsnap.snapshot.SnapshotSources;
import io.ebsnap.snapshot.SnapshotStorage;
import io.ebsnap.store.Headroom;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.archive.ArchiveObjects;
import io.ebsnap.store.memory.MemoryObjectStore;
import io.ebsnap.task.Surroundings;
import io.ebsnap.task.TaskBoard;
import io.ebsnap.task.TaskLimits;
import io.ebsnap.task.TaskResult;
import io.ebsnap.task.TaskState;
import io.ebsnap.task.TaskView;
import io.ebsnap.tiering.SnapshotTiering;
import io.ebsnap.tiering.TieringParts;
import io.ebsnap.tiering.TieringSettings;
import io.ebsnap.tracking.ChangeTracker;
import io.ebsnap.tracking.RecheckSettings;
import io.ebsnap.tracking.Trackers;
import io.ebsnap.volume.CatalogVolumes;
import io.ebsnap.volume.TargetKeys;
import io.ebsnap.volume.VolumeEncryption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;

/** A daemon's engine over a made-up machine and a store that outlives it: {@link #restart} is another daemon on both. */
public final class EngineFixture implements AutoCloseable {

    private static final AeadCipher CIPHER = AeadCiphers.fastest();
    private static final XtsCiphers XTS = XtsCiphers.corretto();
    private static final Lz4Blocks LZ4 = Lz4Blocks.load();
    private static final int COPY_THREADS = 3;
    private static final int ZSTD_LEVEL = 3;
    private static final ZstdBlocks ZSTD = ZstdBlocks.load(ZSTD_LEVEL, Path.of("target", "natives"), LZ4);
    private static final StoreId STORE = StoreId.of(new byte[StoreId.BYTES]);

    public final TickingClock clock = new TickingClock();
    public final MemoryMachine machine = new MemoryMachine(clock);

    // What snapshots are taken of; others from the next start on.
    public Devices devices = machine;
    public PointInTimes pointsInTime = machine;
    public final LateEpochs managed = new LateEpochs();
    public final FixedKeyring keyring = new FixedKeyring();

    /** The keys in use: {@link #keyring}, or those of a keystore. */
    public Keyring keys = keyring;

    private Optional<Keystore> keystore = Optional.empty();
    private Optional<DomainId> storeDomain = Optional.empty();

    public final AtomicReference<CrashPoints> crashPoints = new AtomicReference<>(CrashPoints.NONE);
    public final AtomicLong nanos = new AtomicLong();

    // How changes are found from the next start on.
    public Path tracking = scratch();
    public List<ChangeTracker> changeTrackers = List.of();
    public RecheckSettings recheck = new RecheckSettings(1000, 4);

    /** Snapshots that lie elsewhere, from the next start on. */
    public Function<Catalog, DistantSnapshots> elsewhere = any -> DistantSnapshots.NONE;

    /** Who objects to deletions, from the next start on. */
    public List<DeletionObjection> objections = List.of();

    /** In which locks are counted, from the next start on. */
    public InstantSource lockTime = clock;

    /** Where the second evidence of locks is. */
    public Path lockFiles = scratch();

    public ObjectStore objects = new MemoryObjectStore();
    public ChunkIndex index = new MemoryChunkIndex();
    public CatalogView view = new MemoryCatalogView();

    // The archive, which is kept where the store is lost; away as a disk that is not mounted.
    public final MountedStore archiveDisk = new MountedStore();
    public ChunkIndex archiveIndex = new MemoryChunkIndex();
    public TieringSettings tieringSettings = new TieringSettings(Duration.ofDays(90), COPY_THREADS, 2, ZSTD_LEVEL);

    public ChunkLimits limits = ChunkLimits.DEFAULT.withPacksOf(4 << 20, 64);
    public SnapshotSettings settings =
            new SnapshotSettings(2, 20, new CopyThreads(COPY_THREADS, 1), "000000000000", () -> "alias/aws/ebs");

    /** How snapshots are written block by block, from the next start on. */
    public DirectSettings directSettings = new DirectSettings(
            16, Duration.ZERO, 16, new CheckpointLimits(64, 24), () -> "alias/aws/ebs", () -> false, key -> false);

    public final SeededSecureRandom random;

    // Set by restart(), which the constructor calls.
    public Catalog catalog;
    public Alarms alarms;
    public SnapshotLocks locks;
    public CatalogRules rules;
    public KeptThings bin;
    public Quarantine quarantine;
    public ChunkStore chunks;
    public PageLoader pages;
    public MapsInUse mapsInUse;
    public TaskBoard tasks;
    public CatalogVolumes volumes;
    public SnapshotEngine snapshots;
    public RestoreEngine restores;
    public DirectEngine direct;
    public StoreCare care;
    public ScrubLedger scrubbed;
    public ChunkArchive archive;
    public SnapshotTiering tiering;

    public EngineFixture(long seed) {
        this.random = new SeededSecureRandom(seed);
        begin();
    }

    /** The disk is another one from the next start on. */
    public EngineFixture on(ObjectStore other) {
        objects = other;
        return this;
    }

    /** From the next start on the keys are those of a keystore, and the store begins empty. */
    public EngineFixture with(Keystore real) {
        index = new MemoryChunkIndex();
        view = new MemoryCatalogView();
        return with(real, new MemoryObjectStore());
    }

    /** From the next start on the keys are those of a keystore. */
    public EngineFixture with(Keystore real, ObjectStore store) {
        keystore = Optional.of(real);
        return on(store);
    }

    /** The daemon died, or was stopped by {@link #close()}; another one starts. */
    public void restart() {
        begin();
        snapshots.start();
        direct.start();
    }

    /** The daemon died; another one is put together. */
    public void begin() {
        Surroundings surroundings = new Surroundings(
                clock,
                () -> nanos.addAndGet(1_000),
                random,
                name -> crashPoints.get().reached(name));
        ObjectCatalog opened = openCatalog();
        alarms = new Alarms(alarm -> {});
        locks = locks(opened);
        catalog = new LockedCatalog(opened, locks);
        rules = new CatalogRules(catalog, this::trustedTime, random, settings.ownerId());
        bin = new KeptThings(
                List.of(new BinnedSnapshots(catalog, clock, List.of())),
                this::trustedTime,
                name -> crashPoints.get().reached(name));
        quarantine = new Quarantine(catalog, List.of(index, archiveIndex), clock);
        archive = openArchive();
        chunks = new ChunkStore(parts(objects, index, LZ4), Optional.of(archive));
        chunks.reconcile(quarantine::contains);
        pages = new PageLoader(chunks.reader());
        mapsInUse = new MapsInUse();
        tasks = new TaskBoard(surroundings, TaskLimits.DEFAULT);
        volumes = new CatalogVolumes(catalog, devices, clock, random);
        snapshots = new SnapshotEngine(
                new SnapshotSources(volumes, managed, pointsInTime, machine, trackers(), elsewhere.apply(catalog)),
                new SnapshotStorage(catalog, chunks, pages, mapsInUse, keys, Headroom.NONE, rules, objecting()),
                settings,
                surroundings);
        restores = new RestoreEngine(
                new RestoreSources(catalog, chunks.reader(), pages, mapsInUse, keys),
                devices,
                tasks,
                new RestoreSettings(COPY_THREADS));
        direct = new DirectEngine(
                new DirectStorage(catalog, objects, chunks, pages, mapsInUse, keys, CIPHER),
                snapshots::diff,
                directSettings,
                new DirectEngine.Work(surroundings, Runnable::run));
        scrubbed = ScrubLedger.open(tracking.resolve("scrub"), STORE, clock);
        care = new StoreCare(
                new CheckParts(
                        objects,
                        catalog,
                        index,
                        chunks,
                        pages,
                        mapsInUse,
                        quarantine,
                        Headroom.NONE,
                        scrubbed,
                        ScrubLedger.open(tracking.resolve("archive-scrub"), STORE, clock),
                        StoreHistory.open(tracking.resolve("history"), clock),
                        Optional.of(archive),
                        locks),
                new CheckSettings(
                        STORE,
                        Instant.EPOCH,
                        COPY_THREADS,
                        new ScrubSettings(Duration.ofDays(30), Long.MAX_VALUE, clock, () -> nanos.addAndGet(1_000))),
                tasks,
                () -> 0);
        tiering = new SnapshotTiering(
                new TieringParts(catalog, chunks, archive, ZSTD, pages, mapsInUse, care, tasks, () -> {}, surroundings),
                tieringSettings);
    }

    /** A directory that outlives the daemons, among what a build leaves. */
    private static Path scratch() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "tracking")), "engine");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** How targets are encrypted. */
    public VolumeEncryption encryption(boolean byDefault) {
        return new VolumeEncryption(new TargetKeys(keys, CIPHER, XTS, random), () -> byDefault, () -> "alias/aws/ebs");
    }

    private List<DeletionObjection> objecting() {
        List<DeletionObjection> all = new ArrayList<>(objections);
        all.add(locks::reasonToKeep);
        return all;
    }

    private SnapshotLocks locks(ObjectCatalog opened) {
        return new SnapshotLocks(new SnapshotLocks.Parts(
                opened,
                new RecordEvidence<>(lockFiles, CatalogKind.SNAPSHOT_LOCK, sealing(keys)),
                this::trustedTime,
                key -> false,
                alarms,
                name -> crashPoints.get().reached(name)));
    }

    private Instant trustedTime() {
        return lockTime.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Trackers trackers() {
        List<ChangeTracker> all = new ArrayList<>(changeTrackers);
        all.add(new CopyTracker(pages));
        return new Trackers(all, recheck, new Trackers.Keeping(tracking, keys::keysInUse, CIPHER, random));
    }

    private ObjectCatalog openCatalog() {
        if (keystore.isPresent()) {
            KeystoreKeyring.WithCatalog<ObjectCatalog> opened =
                    KeystoreKeyring.open(keystore.get(), clock, storeDomain, this::openCatalog);
            keys = opened.keyring();
            storeDomain = Optional.of(keys.storeDomain());
            opened.catalog().tidy();
            return opened.catalog();
        }
        ObjectCatalog opened = openCatalog(keyring);
        opened.tidy();
        for (DataKeyRecord record : keyring.records()) {
            if (opened.find(CatalogKind.DATA_KEY, record.catalogId()).isEmpty()) {
                opened.create(CatalogKind.DATA_KEY, record);
            }
        }
        return opened;
    }

    private ObjectCatalog openCatalog(Keyring ring) {
        return ObjectCatalog.open(
                objects, view, sealing(ring), name -> crashPoints.get().reached(name));
    }

    private RecordSealing sealing(Keyring ring) {
        return new RecordSealing(ring::storeDomain, ring::keysInUse, CIPHER, random);
    }

    private ChunkArchive openArchive() {
        ArchiveObjects place = new ArchiveObjects(
                new ArchiveObjects.Place(Optional.of("/archive"), STORE, any -> archiveDisk, () -> {
                    byte[] name = new byte[ArchiveId.BYTES];
                    random.nextBytes(name);
                    return name;
                }),
                catalog.find(CatalogKind.ARCHIVE, ArchiveRecord.ID).map(record -> ArchiveId.parse(record.archiveId())));
        return new ChunkArchive(parts(place, archiveIndex, ZSTD), place, quarantine::contains);
    }

    private ChunkStoreParts parts(ObjectStore store, ChunkIndex chunkIndex, BlockCompressor compressor) {
        return new ChunkStoreParts(
                store,
                chunkIndex,
                keys::keysInUse,
                CIPHER,
                compressor,
                ZSTD,
                random,
                Runnable::run,
                () -> nanos.addAndGet(1_000),
                name -> crashPoints.get().reached(name),
                quarantine,
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
        return restore(snapshot, target.path(), skipDamaged);
    }

    public RestoreResult restore(SnapshotRecord snapshot, String target, boolean skipDamaged) {
        TaskView view = awaitTask(
                restores.start(new RestoreOrder(new SnapshotId(snapshot.snapshotId()), target, true, skipDamaged)));
        if (view.result() instanceof RestoreResult result) {
            return result;
        }
        throw new AssertionError(view.state() + ": " + view.message());
    }

    /** Collects garbage and waits for the end. */
    public CollectionResult collect() {
        return (CollectionResult) result(care.collectGarbage());
    }

    /** Verifies everything and waits for the end. */
    public VerifyResult verify() {
        return (VerifyResult) result(care.verify(Sample.WHOLE, false));
    }

    /** What a task came to, when it has ended. */
    public TaskResult result(TaskView begun) {
        TaskView view = awaitTask(begun);
        TaskResult result = view.result();
        if (result == null) {
            throw new AssertionError(view.state() + ": " + view.message());
        }
        return result;
    }

    /** The packs of a kind. */
    public List<PackId> packs(ChunkKind kind) {
        try (Stream<PackSummary> packs = index.packs()) {
            return packs.filter(pack -> pack.kind() == kind)
                    .map(PackSummary::id)
                    .toList();
        }
    }

    /** Flips a bit of a pack, as a bad disk would. */
    public void damage(PackId pack, long offset) {
        damage(PackNames.of(pack), offset);
    }

    /** Flips a bit of an object. */
    public void damage(ObjectName name, long offset) {
        damage(objects, name, offset);
    }

    /** Flips a bit of every pack in the archive. */
    public void damageArchive(long offset) {
        List<ObjectName> packs;
        try (Stream<ObjectName> names = archiveDisk.mounted().list(PackNames.PREFIX)) {
            packs = names.toList();
        }
        packs.forEach(pack -> damage(archiveDisk.mounted(), pack, offset));
    }

    private static void damage(ObjectStore store, ObjectName name, long offset) {
        ByteBuffer content = ByteBuffer.allocate((int) store.size(name));
        store.read(name, 0, content);
        content.put((int) offset, (byte) (content.get((int) offset) ^ 1));
        store.delete(name);
        store.putIfAbsent(name, content.flip());
    }

    /** How many bytes all packs have. */
    public long storedBytes() {
        return packBytes(objects);
    }

    /** How many bytes all packs in the archive have. */
    public long archivedBytes() {
        return packBytes(archiveDisk.mounted());
    }

    private static long packBytes(ObjectStore store) {
        try (Stream<ObjectName> names = store.list(PackNames.PREFIX)) {
            return names.mapToLong(store::size).sum();
        }
    }

    /** Waits for the end of all tasks that are running. */
    public void awaitTasks() {
        tasks.list().stream().filter(task -> task.state() == TaskState.RUNNING).forEach(this::awaitTask);
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
        tiering.close();
        tasks.close();
        direct.close();
        snapshots.close();
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
