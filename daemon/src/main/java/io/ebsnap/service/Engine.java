package io.ebsnap.service;

import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.blockmap.PageLoader;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.CatalogRecord;
import io.ebsnap.catalog.ObjectCatalog;
import io.ebsnap.check.CheckParts;
import io.ebsnap.check.CheckSettings;
import io.ebsnap.check.Quarantine;
import io.ebsnap.check.ScrubLedger;
import io.ebsnap.check.ScrubSettings;
import io.ebsnap.check.StoreCare;
import io.ebsnap.check.StoreHistory;
import io.ebsnap.chunk.ChunkArchive;
import io.ebsnap.chunk.ChunkLimits;
import io.ebsnap.chunk.ChunkStore;
import io.ebsnap.chunk.ChunkStoreParts;
import io.ebsnap.compress.Lz4Blocks;
import io.ebsnap.config.EbsnapdConfig;
import io.ebsnap.config.FastRestoreLimit;
import io.ebsnap.config.FastRestoreMethod;
import io.ebsnap.crypto.XtsCiphers;
import io.ebsnap.device.Commands;
import io.ebsnap.device.Devices;
import io.ebsnap.device.InstantChooser;
import io.ebsnap.device.InstantSettings;
import io.ebsnap.device.KeptThinVolumes;
import io.ebsnap.device.LinuxDevices;
import io.ebsnap.device.ShellHooks;
import io.ebsnap.device.ThinDelta;
import io.ebsnap.device.ThinPoolName;
import io.ebsnap.device.ThinVolumes;
import io.ebsnap.device.Tools;
import io.ebsnap.device.WatchedExports;
import io.ebsnap.device.nbd.NbdExports;
import io.ebsnap.device.nbd.NbdLimits;
import io.ebsnap.direct.CheckpointLimits;
import io.ebsnap.direct.DirectEngine;
import io.ebsnap.direct.DirectSettings;
import io.ebsnap.direct.DirectStorage;
import io.ebsnap.image.ImageUses;
import io.ebsnap.kms.KeyServices;
import io.ebsnap.kms.KeySharing;
import io.ebsnap.kms.RegionDefaults;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.ProcessSettings;
import io.ebsnap.restore.ImageFilling;
import io.ebsnap.restore.RestoreEngine;
import io.ebsnap.restore.RestoreSettings;
import io.ebsnap.restore.RestoreSources;
import io.ebsnap.restore.hydration.FirstTouches;
import io.ebsnap.restore.hydration.HydrationEngine;
import io.ebsnap.restore.hydration.HydrationParts;
import io.ebsnap.restore.warm.WarmImages;
import io.ebsnap.restore.warm.WarmParts;
import io.ebsnap.restore.warm.WarmSettings;
import io.ebsnap.snapshot.CopyThreads;
import io.ebsnap.snapshot.CopyTracker;
import io.ebsnap.snapshot.DistantSnapshots;
import io.ebsnap.snapshot.SnapshotEngine;
import io.ebsnap.snapshot.SnapshotSettings;
import io.ebsnap.snapshot.SnapshotSources;
import io.ebsnap.snapshot.SnapshotStorage;
import io.ebsnap.snapshot.VolumeCopies;
import io.ebsnap.store.SpaceReserve;
import io.ebsnap.store.replicated.StoreZones;
import io.ebsnap.task.Surroundings;
import io.ebsnap.task.TaskBoard;
import io.ebsnap.task.TaskLimits;
import io.ebsnap.tiering.TieringParts;
import io.ebsnap.tracking.DirtyBitmapTracker;
import io.ebsnap.tracking.RecheckSettings;
import io.ebsnap.tracking.ReflinkTracker;
import io.ebsnap.tracking.ThinTracker;
import io.ebsnap.tracking.Trackers;
import io.ebsnap.volume.BlockBuffers;
import io.ebsnap.volume.BootScope;
import io.ebsnap.volume.CatalogManagedVolumes;
import io.ebsnap.volume.CatalogVolumes;
import io.ebsnap.volume.CopyRoom;
import io.ebsnap.volume.EpochTracker;
import io.ebsnap.volume.TargetKeys;
import io.ebsnap.volume.ThinZone;
import io.ebsnap.volume.VolumeEncryption;
import io.ebsnap.volume.VolumeParts;
import io.ebsnap.volume.Zone;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services over an open store and the machine's devices.
 *
 * @param volumes that are known
 * @param managed volumes that are served
 * @param planes snapshots, to be read
 * @param trackers tell what changed in devices
 * @param snapshots taking and finding them
 * @param copies of volumes
 * @param restores writing them back
 * @param fastRestores images that volumes are made of at once
 * @param care of the store
 * @param tiers where snapshots are moved between
 * @param tasks the long work
 * @param devices of the machine
 * @param exports of other servers
 * @param direct snapshots that are written and read block by block
 */
record Engine(
        CatalogVolumes volumes,
        CatalogManagedVolumes managed,
        SnapshotPlanes planes,
        Trackers trackers,
        SnapshotEngine snapshots,
        VolumeCopies copies,
        RestoreEngine restores,
        WarmImages fastRestores,
        StoreCare care,
        Tiers tiers,
        TaskBoard tasks,
        Devices devices,
        WatchedExports exports,
        DirectEngine direct) {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final int COMMIT_THREADS = 4;
    /** Blocks of volumes that are fetched at a time, a mebibyte of memory each. */
    private static final int FETCHES_MAX = 24;

    /**
     * Puts the services together and brings the index in line with the packs. Nothing runs yet: {@link SnapshotEngine#start} goes on with
     * what an earlier daemon has left.
     */
    static Engine over(OpenStore store, DataDirectory data, EbsnapdConfig config, Foundation base, Parts parts) {
        Optional<OpenArchive> opened = OpenArchive.open(store, data, config, base, parts.closer());
        Quarantine quarantine = new Quarantine(store.catalog(), OpenArchive.indexes(store, opened), base.clock());
        ChunkStoreParts stored = chunks(store, quarantine, base, parts.closer());
        Optional<ChunkArchive> archive = opened.map(place -> place.chunks(stored, quarantine));
        ChunkStore chunks = new ChunkStore(stored, archive);
        chunks.reconcile(quarantine::contains);
        PageLoader pages = new PageLoader(chunks.reader());
        MapsInUse mapsInUse = new MapsInUse();
        SpaceReserve reserve = store.reserve();
        Surroundings surroundings = new Surroundings(base.clock(), base.nanoTime(), base.random(), base.crashPoints());
        TaskBoard tasks = parts.closer().add(new TaskBoard(surroundings, TaskLimits.DEFAULT));
        WatchedExports exports = new WatchedExports(new NbdExports(
                NbdLimits.STANDARD, Thread.ofPlatform().daemon().name("nbd-", 0).factory()));
        Devices devices = new LinuxDevices(parts.linux(), exports, Path.of("/proc"));
        CatalogVolumes volumes = new CatalogVolumes(store.catalog(), devices, base.clock(), base.random());
        Trackers trackers = trackers(store, data, config, base, new Tracked(parts.linux(), pages));
        RestoreSources restored =
                new RestoreSources(store.catalog(), chunks.reader(), pages, mapsInUse, store.keyring());
        Zone zone = zone(store, config, base);
        VolumeEncryption encryption =
                encryption(store, config, base, parts.keys().defaults());
        Runnable standBack = () -> standBack(parts.linux().processSettings());
        WarmImages fastRestores = parts.closer()
                .add(new WarmImages(
                        new WarmParts(
                                store.catalog(),
                                parts.linux(),
                                new ImageFilling(
                                        restored,
                                        devices,
                                        new ImageFilling.Workers(
                                                config.volumes().hydrationThreads(), standBack)),
                                mapsInUse,
                                store.keyring(),
                                encryption,
                                zone,
                                reserve,
                                standBack,
                                surroundings),
                        warm(config.fastRestore())));
        CatalogManagedVolumes managed = parts.closer()
                .add(new CatalogManagedVolumes(
                        new VolumeParts(
                                store.catalog(),
                                devices,
                                parts.linux(),
                                chunks.reader(),
                                pages,
                                mapsInUse,
                                store.keyring(),
                                fastRestores,
                                encryption,
                                BootScope.current(config.socket().path().resolveSibling("unflushed")),
                                new BlockBuffers(FETCHES_MAX),
                                CopyRoom.of((long) config.volumes().snapshotSpaceMebibytes() << 20),
                                recheck(config),
                                store.rules(),
                                base.clock(),
                                base.random(),
                                base.crashPoints()),
                        new StoreVolumeZones(zone, data.store(), new StoreZones(store.objects())),
                        hydrations(standBack, config, base, store.catalog())));
        // Closed before the volumes whose instants they read.
        SnapshotSources sources = new SnapshotSources(
                volumes,
                managed,
                InstantChooser.of(
                        instants(store, data, config),
                        new InstantChooser.Outside(parts.linux(), exports, base.clock(), base.nanoTime())),
                new ShellHooks(config.snapshot().hookTimeout(), base.nanoTime()),
                trackers,
                parts.elsewhere());
        SnapshotEngine snapshots = parts.closer()
                .add(new SnapshotEngine(
                        sources,
                        new SnapshotStorage(
                                store.catalog(),
                                chunks,
                                pages,
                                mapsInUse,
                                store.keyring(),
                                reserve,
                                store.rules(),
                                List.of(store.locks()::reasonToKeep, new ImageUses(store.catalog()))),
                        snapshotSettings(config, parts.keys().defaults()),
                        surroundings));
        RestoreEngine restores =
                new RestoreEngine(restored, devices, tasks, new RestoreSettings(config.restoreThreads()));
        StoreCare care = new StoreCare(
                new CheckParts(
                        store.objects(),
                        store.catalog(),
                        store.index(),
                        chunks,
                        pages,
                        mapsInUse,
                        quarantine,
                        reserve,
                        ScrubLedger.open(data.scrub(), store.identity().store(), base.clock()),
                        ScrubLedger.open(data.archiveScrub(), store.identity().store(), base.clock()),
                        StoreHistory.open(data.history(), base.clock()),
                        archive,
                        store.locks()),
                new CheckSettings(
                        store.identity().store(),
                        store.identity().created(),
                        config.restoreThreads(),
                        new ScrubSettings(
                                config.scrub().period(),
                                config.scrub().bytesPerSecond(),
                                base.clock(),
                                base.nanoTime())),
                tasks,
                () -> readAnew(store.records()));
        Tiers tiers = opened.map(place -> Tiers.over(
                        new TieringParts(
                                store.catalog(),
                                chunks,
                                archive.orElseThrow(),
                                place.blocks(),
                                pages,
                                mapsInUse,
                                care,
                                tasks,
                                standBack,
                                surroundings),
                        config.archive(),
                        parts.closer()))
                .orElseGet(Tiers::none);
        SnapshotPlanes planes = new SnapshotPlanes(store.catalog(), store.keyring(), chunks.reader(), pages, mapsInUse);
        return new Engine(
                volumes,
                managed,
                planes,
                trackers,
                snapshots,
                snapshots.volumeCopies(managed.copies()),
                restores,
                fastRestores,
                care,
                tiers,
                tasks,
                devices,
                exports,
                direct(store, base, parts, new DirectParts(chunks, pages, mapsInUse, snapshots, surroundings)));
    }

    /** What {@link #direct} needs of the other services. */
    private record DirectParts(
            ChunkStore chunks,
            PageLoader pages,
            MapsInUse mapsInUse,
            SnapshotEngine snapshots,
            Surroundings surroundings) {}

    private static DirectEngine direct(OpenStore store, Foundation base, Parts parts, DirectParts with) {
        KeySharing keys = new KeySharing(parts.keys().keystore(), parts.keys().grants());
        RegionDefaults defaults = parts.keys().defaults();
        ExecutorService tidying = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("direct-tidying").factory());
        parts.closer().add(tidying);
        return parts.closer()
                .add(new DirectEngine(
                        new DirectStorage(
                                store.catalog(),
                                store.objects(),
                                with.chunks(),
                                with.pages(),
                                with.mapsInUse(),
                                store.keyring(),
                                base.cipher()),
                        with.snapshots()::diff,
                        new DirectSettings(
                                DirectSettings.UPLOADS_MAX,
                                DirectSettings.START_PATIENCE,
                                DirectSettings.PUTS_MAX,
                                CheckpointLimits.DEFAULT,
                                defaults::keyName,
                                defaults::encryptionByDefault,
                                keys::isStores),
                        new DirectEngine.Work(with.surroundings(), tidying)));
    }

    /** Where nothing is said, it is asked when the first target is made whether this machine can encrypt it. */
    private static VolumeEncryption encryption(
            OpenStore store, EbsnapdConfig config, Foundation base, RegionDefaults defaults) {
        XtsCiphers ciphers = XtsCiphers.corretto();
        BooleanSupplier byDefault = switch (config.volumes().encryption()) {
            case YES -> () -> true;
            case NO -> () -> false;
            case AUTO -> quicklyBy(ciphers);
        };
        return new VolumeEncryption(
                new TargetKeys(store.keyring(), base.cipher(), ciphers, base.random()), byDefault, defaults::keyName);
    }

    private static BooleanSupplier quicklyBy(XtsCiphers ciphers) {
        if (AesInstructions.areThere(Path.of("/proc/cpuinfo"))) {
            return ciphers::areThere;
        }
        LOG.warn("volumes are not encrypted unless they are ordered so: this processor has no AES instructions");
        return () -> false;
    }

    private static RecheckSettings recheck(EbsnapdConfig config) {
        return new RecheckSettings(
                config.tracking().recheckOneIn(), config.tracking().recheckBlocksMin());
    }

    /** Programs of the machine. */
    static Tools tools(Foundation base) {
        return new Tools(Tools.DIRECTORIES, new Commands(base.nanoTime()), InstantChooser.TOOL_LIMIT);
    }

    /** Volumes that lie in a pool already do so without the pool being configured any more. */
    private static Zone zone(OpenStore store, EbsnapdConfig config, Foundation base) {
        Tools tools = tools(base);
        ThinVolumes volumes =
                new ThinVolumes(tools, Path.of("/dev"), store.identity().store().toString());
        String pool = config.volumes().thinPool();
        return new Zone(
                config.volumes().zone(),
                config.volumes().directory(),
                Optional.of(new ThinZone(
                        volumes, pool.isEmpty() ? Optional.empty() : Optional.of(ThinPoolName.parse(pool)))));
    }

    /** What changes are found in: devices, and block maps. */
    private record Tracked(Linux linux, PageLoader pages) {}

    private static Trackers trackers(
            OpenStore store, DataDirectory data, EbsnapdConfig config, Foundation base, Tracked tracked) {
        EbsnapdConfig.TrackingConfig tracking = config.tracking();
        Tools tools = tools(base);
        return new Trackers(
                List.of(
                        new EpochTracker(),
                        new CopyTracker(tracked.pages()),
                        new ReflinkTracker(tracked.linux(), data.tracking(), tracking.keptCopyFreePercent()),
                        new ThinTracker(
                                new KeptThinVolumes(tools),
                                new ThinDelta(tools, data.tracking()),
                                data.tracking(),
                                tracking.keptCopyFreePercent()),
                        new DirtyBitmapTracker(data.tracking())),
                recheck(config),
                new Trackers.Keeping(data.tracking(), store.keyring()::keysInUse, base.cipher(), base.random()));
    }

    private static HydrationEngine hydrations(
            Runnable standBack, EbsnapdConfig config, Foundation base, Catalog catalog) {
        return new HydrationEngine(new HydrationParts(
                base.nanoTime(),
                HydrationParts.Pause.PARKING,
                config.volumes().hydrationThreads(),
                standBack,
                config.volumes().hydrationsMax(),
                new FirstTouches(catalog)));
    }

    /** Whoever uses the machine comes before what fills volumes and images. */
    private static void standBack(ProcessSettings process) {
        if (!process.standBack()) {
            LOG.debug("volumes and images are filled at ordinary priority");
        }
    }

    private static WarmSettings warm(EbsnapdConfig.FastRestoreConfig config) {
        return new WarmSettings(
                config.limit() == FastRestoreLimit.CREDITS,
                config.budgetPercent(),
                config.readyCopies(),
                config.method() == FastRestoreMethod.AUTO);
    }

    /** Brings the view of the catalog in line with the store's objects; returns how many records there are. */
    private static long readAnew(ObjectCatalog catalog) {
        catalog.verify();
        long records = 0;
        for (CatalogKind<?> kind : CatalogKind.ALL) {
            try (Stream<? extends CatalogRecord> listed = catalog.list(kind)) {
                records += listed.count();
            }
        }
        return records;
    }

    /**
     * What the services are put together with.
     *
     * @param linux the kernel
     * @param keys the KMS keys
     * @param elsewhere snapshots that lie elsewhere
     * @param closer is given what must be closed
     */
    record Parts(Linux linux, KeyServices keys, DistantSnapshots elsewhere, Closer closer) {}

    private static ChunkStoreParts chunks(OpenStore store, Quarantine quarantine, Foundation base, Closer closer) {
        Lz4Blocks lz4 = Lz4Blocks.load();
        ExecutorService commits = Executors.newFixedThreadPool(
                COMMIT_THREADS, Thread.ofPlatform().name("pack-commit-", 0).factory());
        closer.add(commits);
        return new ChunkStoreParts(
                store.objects(),
                store.index(),
                store.keyring()::keysInUse,
                base.cipher(),
                lz4,
                lz4,
                base.random(),
                commits,
                base.nanoTime(),
                base.crashPoints(),
                quarantine,
                ChunkLimits.DEFAULT);
    }

    private static InstantSettings instants(OpenStore store, DataDirectory data, EbsnapdConfig config) {
        List<Path> always = Stream.concat(
                        Stream.of(
                                data.root(),
                                config.socket().path(),
                                config.keystore().path()),
                        config.archive().directory().stream())
                .toList();
        return new InstantSettings(
                data.instants(),
                () -> Stream.concat(always.stream(), store.objects().directories().stream())
                        .toList(),
                config.snapshot().freezeLimit(),
                config.snapshot().lvmSnapshotPercent());
    }

    private static SnapshotSettings snapshotSettings(EbsnapdConfig config, RegionDefaults defaults) {
        return new SnapshotSettings(
                config.snapshot().runningMax(),
                config.snapshot().pendingMax(),
                new CopyThreads(
                        config.snapshot().copyThreads(), config.snapshot().copyThreadsBesideUsers()),
                config.accountId(),
                defaults::keyName,
                config.remote().transfersMax());
    }
}
