package io.ebsnap.service;

import io.ebsnap.access.AccessKeySealing;
import io.ebsnap.access.CatalogAccessKeys;
import io.ebsnap.api.ConfigurationReload;
import io.ebsnap.api.Limits;
import io.ebsnap.api.Welcome;
import io.ebsnap.bin.KeptThings;
import io.ebsnap.bin.Recycling;
import io.ebsnap.config.EbsnapdConfig;
import io.ebsnap.control.Configuration;
import io.ebsnap.control.ControlLimits;
import io.ebsnap.control.ControlServer;
import io.ebsnap.control.DaemonFacts;
import io.ebsnap.control.ErrorAnswers;
import io.ebsnap.control.Services;
import io.ebsnap.control.Serving;
import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.image.BinnedImages;
import io.ebsnap.image.ImageCaller;
import io.ebsnap.image.ImageParts;
import io.ebsnap.image.ImageRecords;
import io.ebsnap.image.ImageRecycling;
import io.ebsnap.image.ImageUses;
import io.ebsnap.image.Images;
import io.ebsnap.kms.KeyArns;
import io.ebsnap.kms.KeyDuties;
import io.ebsnap.kms.KeyServices;
import io.ebsnap.kms.KeySharing;
import io.ebsnap.kms.TokenWatch;
import io.ebsnap.lifecycle.LifecycleEngine;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.jnr.JnrLinux;
import io.ebsnap.pipeline.PipelineEngine;
import io.ebsnap.remote.Contents;
import io.ebsnap.remote.Pushes;
import io.ebsnap.remote.RemoteCopies;
import io.ebsnap.remote.RemoteService;
import io.ebsnap.restore.hydration.FirstTouches;
import io.ebsnap.snapshot.BinnedSnapshots;
import io.ebsnap.snapshot.SnapshotSharing;
import io.ebsnap.socket.PeerGate;
import io.ebsnap.socket.SocketPlace;
import io.ebsnap.store.replicated.StoreZones;
import io.ebsnap.store.replicated.ZoneWatch;
import io.ebsnap.tagging.CatalogTags;
import io.ebsnap.task.Surroundings;
import io.ebsnap.volume.InhabitedZones;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon from its start to its end. Start: lock, store, keystore, index, catalog, index brought in line with the packs,
 * services, what an earlier daemon has left, socket, ready. Stop: the other way round.
 */
final class DaemonProcess {

    /** Nobody but the daemon's own user reads what it writes. */
    static final int FILE_MODE_MASK = 0077;

    /** How long between two looks at the zones; what fails is looked at at once. */
    private static final Duration ZONE_PAUSE = Duration.ofSeconds(5);

    /** So long a copy of a volume may be without use once its content is in the store. */
    private static final Duration COPY_PAUSE = Duration.ofMillis(500);

    /** How long it takes until it is written down that an image is available; it is seen at once. */
    private static final Duration IMAGE_PAUSE = Duration.ofSeconds(2);

    /** How long a snapshot that is written block by block may be abandoned beyond its time. */
    private static final Duration DIRECT_PAUSE = Duration.ofSeconds(30);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(DaemonProcess.class);

    private final Map<String, String> environment;
    private final Logs logs;
    private final Supplier<EbsnapdConfig> configAnew;
    private final CountDownLatch stop = new CountDownLatch(1);

    /**
     * A daemon that has not started.
     *
     * @param configAnew reads the configuration again
     */
    DaemonProcess(Map<String, String> environment, Logs logs, Supplier<EbsnapdConfig> configAnew) {
        this.environment = environment;
        this.logs = logs;
        this.configAnew = configAnew;
    }

    /**
     * Runs until SIGTERM or SIGINT.
     *
     * @throws Failure if it cannot start
     */
    void run(EbsnapdConfig config) {
        Linux linux = JnrLinux.load();
        linux.processSettings().fileModeMask(FILE_MODE_MASK);
        linux.processSettings().declareIoFlusher();
        try (Closer closer = new Closer()) {
            ServiceManager manager = closer.add(new ServiceManager(environment, linux));
            Started started = start(config, linux, closer);
            Signals.on("HUP", () -> reload(started.configuration(), manager));
            Signals.on("TERM", stop::countDown);
            Signals.on("INT", stop::countDown);
            LOG.info("pid={} version={} ready", ProcessHandle.current().pid(), Version.current());
            manager.ready("ready", () -> true);
            started.aws().open();
            stop.await();
            manager.stopping();
            LOG.info("stopping");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOG.info("stopped");
    }

    /**
     * A daemon that is ready.
     *
     * @param configuration that it has
     * @param aws to be opened now
     */
    private record Started(Configuration configuration, AwsEntrance aws) {}

    private Started start(EbsnapdConfig config, Linux linux, Closer closer) {
        AeadCipher cipher = AeadCiphers.loadedBy(
                task -> Thread.ofPlatform().daemon().name("cipher-loading").start(task));
        Foundation base = new Foundation(
                cipher,
                new SecureRandom(),
                InstantSource.system(),
                Clocks.monotonicNanos(),
                new KernelTime(linux.kernelClock()),
                CrashPoints.fromEnvironment(environment::get));
        DataDirectory data = closer.add(DataDirectory.take(config.dataDirectory(), linux));
        new SocketPlace(config.socket().path(), config.socket().group()).prepare();
        OpenStore store = OpenStore.open(data, config, base, closer);
        KeyServices keys = keys(store, config, base);
        ConfiguredAccounts configured = new ConfiguredAccounts(linux.accounts(), config.accountId(), config.accounts());
        Configuration configuration = new ReloadableConfiguration(config, configAnew, logs, configured);
        BinnedSnapshots binned =
                new BinnedSnapshots(store.catalog(), base.clock(), List.of(new ImageUses(store.catalog())));
        AccountServices.Of of = new AccountServices.Of(
                configured,
                store.catalog(),
                store.audit(),
                new SnapshotSharing(
                        store.catalog(), new KeySharing(keys.keystore(), keys.grants()), base.crashPoints()),
                new ImageRecords(
                        store.catalog(),
                        new Surroundings(base.clock(), base.nanoTime(), base.random(), base.crashPoints()),
                        new ImageRecycling(store.catalog(), store.rules(), binned)),
                accessKeys(store, config, base));
        RemoteService remotes = closer.add(RemoteDaemons.open(store, data, base));
        Engine engine = Engine.over(store, data, config, base, new Engine.Parts(linux, keys, remotes.places(), closer));
        // Volumes are open, and go on keeping instants, before anybody reads those or changes them.
        engine.managed().start();
        // Volumes that are attached answer before LVM is asked what an earlier daemon has left: it reads all devices.
        Serving serving = VolumeServing.start(
                engine,
                new VolumeServing.Parts(store, data, config, base, linux, new ExportVisitors(of, keys)),
                closer);
        engine.snapshots().start();
        engine.copies().start();
        closer.add(Rounds.start("volume-copies", COPY_PAUSE, COPY_PAUSE, engine.copies()::round));
        // What clients were writing is held again before anybody collects garbage.
        engine.direct().start();
        closer.add(Rounds.start("direct-rounds", DIRECT_PAUSE, DIRECT_PAUSE, engine.direct()::round));
        TokenWatch tokens = new TokenWatch(keys);
        closer.add(Rounds.start("key-duties", Duration.ZERO, MINUTE, () -> {
            tokens.look();
            keys.duties().round();
        }));
        KeptThings bin = new KeptThings(
                List.of(
                        new BinnedImages(of.images(), binned),
                        binned,
                        engine.managed().bin(config.accountId())),
                store.time(),
                base.crashPoints());
        closer.add(Rounds.start("lock-duties", Duration.ZERO, MINUTE, () -> {
            store.time().round();
            store.locks().round();
            bin.round();
        }));
        closer.add(Rounds.start("room-watch", MINUTE, MINUTE, engine.trackers()::relieve));
        closer.add(Rounds.start("scrub", MINUTE, MINUTE, engine.care()::round));
        engine.fastRestores().start();
        closer.add(Rounds.start("tiering", Duration.ZERO, MINUTE, engine.tiers().round()));
        closer.add(
                new ZoneWatch(store.objects(), engine.care().copies(), engine.tasks(), ZONE_PAUSE.toMillis()).start());
        Contents contents = RemoteDaemons.contents(engine, of, keys);
        Pushes pushes = closer.add(remotes.pushes(new Pushes.Parts(store.catalog(), engine.tasks(), contents)));
        RemoteCopies copies = remotes.copies(engine.snapshots(), keys, pushes);
        WardServices wards = new WardServices();
        LifecycleEngine lifecycle = Policies.over(store, config, base, wards, engine.care());
        TrackedVolumes volumes = new TrackedVolumes(engine.volumes(), engine.trackers());
        Images images = images(of, engine, serving, config);
        images.recover();
        PipelineEngine pipelines =
                closer.add(Pipelines.over(store, engine, new Pipelines.Images(images, serving), config, base));
        closer.add(Rounds.start("image-states", IMAGE_PAUSE, IMAGE_PAUSE, of.images()::settle));
        Services services = new Services(
                volumes,
                serving,
                engine.snapshots(),
                engine.restores(),
                engine.fastRestores(),
                engine.care(),
                new InhabitedZones(new StoreZones(store.objects()), engine.managed()),
                new CatalogTags(store.catalog(), record -> true),
                engine.tasks(),
                keys,
                store.audit(),
                new FirstTouches(store.catalog()),
                of.sharing(),
                store.locks(),
                new Recycling(bin, store.rules()),
                images,
                pipelines,
                ImageFiles.start(engine, volumes, config, new ImageFiles.Parts(base, linux)),
                engine.tiers().service(),
                copies,
                lifecycle,
                configuration);
        closer.add(Rounds.start("volume-zones", ZONE_PAUSE, ZONE_PAUSE, engine.managed()::lookAtZones));
        closer.add(
                RemoteDaemons.listen(remotes, config, new RemoteService.Served(contents, copies, engine.snapshots())));
        pushes.resume();
        EventDeliveries deliveries = EventDeliveries.start(config.audit(), store.audit(), data.audit(), base, closer);
        List<AwsEntrance> aws = new CopyOnWriteArrayList<>();
        DaemonFacts facts = new DaemonFacts(
                Version.current(),
                config.region(),
                ProcessHandle.current().pid(),
                base.clock().instant(),
                data.root(),
                cipher.name(),
                config.keystore().root().word(),
                () -> Stream.of(
                                deliveries.troubles(),
                                pipelines.troubles(),
                                tokens.troubles(),
                                LockKeeping.troubles(store),
                                engine.tiers().troubles().get(),
                                aws.stream()
                                        .flatMap(entrance -> entrance.troubles().stream())
                                        .toList())
                        .flatMap(List::stream)
                        .toList(),
                base.clock());
        AccountServices accounts = new AccountServices(of, services, engine.direct(), facts);
        AwsEntrance entrance = closer.add(new AwsEntrance(
                config,
                base,
                data.aws(),
                new AwsEntrance.Parts(
                        accounts,
                        of,
                        InstanceIdentity.of(store.identity().store()),
                        () -> services.zones().list().stream()
                                .map(zone -> zone.name())
                                .toList(),
                        new PeerGate(linux.accounts(), config.socket().group()))));
        aws.add(entrance);
        closer.add(GivenMetrics.start(engine, services.zones(), accounts.administrator(), config, base.nanoTime()));
        wards.are(accounts);
        Policies.start(lifecycle, config, base, closer);
        Pipelines.start(pipelines, config, closer);
        closer.add(ControlServer.start(
                new ControlServer.Address(
                        config.socket().path(), config.socket().group()),
                new ControlServer.Service(
                        (peer, account) -> accounts.actionsOf(peer.name(), account),
                        new PeerGate(linux.accounts(), config.socket().group()),
                        new ErrorAnswers(base.random()),
                        new Welcome(Limits.PROTOCOL_VERSION, "ebsnapd " + Version.current(), config.region())),
                ControlLimits.STANDARD,
                base.nanoTime()));
        return new Started(configuration, entrance);
    }

    /** As the administrator sees them. */
    private static Images images(AccountServices.Of of, Engine engine, Serving serving, EbsnapdConfig config) {
        return new Images(
                of.images(),
                of.imageUses(),
                new ImageCaller(config.accountId(), true),
                new ImageParts(
                        engine.snapshots(),
                        of.sharing(),
                        serving.volumes(),
                        serving.volumes()::create,
                        serving.attachments()));
    }

    private static CatalogAccessKeys accessKeys(OpenStore store, EbsnapdConfig config, Foundation base) {
        return new CatalogAccessKeys(
                store.catalog(),
                new AccessKeySealing(
                        () -> store.keyring().keysInUse(store.keyring().storeDomain()), base.cipher(), base.random()),
                base.clock(),
                config.accountId());
    }

    private static KeyServices keys(OpenStore store, EbsnapdConfig config, Foundation base) {
        return KeyServices.of(
                store.keystore(),
                store.keyring(),
                new KeyServices.Names(
                        new KeyArns(config.region(), config.accountId()),
                        config.snapshot().key()),
                new KeyDuties.Surroundings(
                        base.clock(),
                        base.nanoTime(),
                        base.crashPoints(),
                        (key, domains) -> store.locks().reasonToKeepKey(key.toString(), domains)));
    }

    private static void reload(Configuration configuration, ServiceManager manager) {
        manager.reloading(Clocks.monotonicNanos().getAsLong() / 1_000);
        try {
            ConfigurationReload unused = configuration.readAnew();
        } catch (Failure e) {
            LOG.error("the configuration stays as it was: {}", e.getMessage());
        } finally {
            manager.reloaded();
        }
    }
}
