package io.ebsnap.scenario;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.VolumeRestoreMode;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.jnr.JnrLinux;
import io.ebsnap.restore.hydration.FirstTouches;
import io.ebsnap.restore.hydration.HydrationEngine;
import io.ebsnap.restore.hydration.HydrationParts;
import io.ebsnap.volume.BlockBuffers;
import io.ebsnap.volume.BootScope;
import io.ebsnap.volume.CatalogManagedVolumes;
import io.ebsnap.volume.CopyRoom;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.EpochTracker;
import io.ebsnap.volume.Fua;
import io.ebsnap.volume.HydrationSettings;
import io.ebsnap.volume.ManagedVolumeOrder;
import io.ebsnap.volume.ReadyContent;
import io.ebsnap.volume.VolumeParts;
import io.ebsnap.volume.VolumeZones;
import io.ebsnap.volume.Zone;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Managed volumes on real files in the zones {@code a}, the first one, and {@code b}, beside a replica; either can be taken away. */
final class TwoZones implements VolumeZones, AutoCloseable {

    static final int BLOCK = 524_288;
    static final int SIZE = 6 * BLOCK;
    static final HydrationSettings PAUSED = new HydrationSettings(0, true);

    final EngineFixture engine = new EngineFixture(23);
    final Linux linux = JnrLinux.load();
    final byte[] content = new byte[SIZE];
    final SnapshotRecord snapshot;
    final Set<String> gone = ConcurrentHashMap.newKeySet();
    final Set<String> drained = ConcurrentHashMap.newKeySet();
    final AtomicReference<CrashPoints> crashPoints = new AtomicReference<>(CrashPoints.NONE);
    private final Path directory;
    private final boolean encrypted;
    CatalogManagedVolumes volumes;

    TwoZones(Path directory) throws IOException {
        this(directory, false);
    }

    /** @param encrypted whether targets are */
    TwoZones(Path directory, boolean encrypted) throws IOException {
        this.directory = directory;
        this.encrypted = encrypted;
        Files.createDirectories(replica());
        new Random(5).nextBytes(content);
        Arrays.fill(content, BLOCK, 2 * BLOCK, (byte) 0);
        engine.changeTrackers = List.of(new EpochTracker());
        engine.begin();
        MemoryDevice device = engine.machine.add("/dev/a", SIZE);
        for (int from = 0; from < SIZE; from += BLOCK) {
            device.write(from, ByteBuffer.wrap(content, from, BLOCK));
        }
        snapshot = engine.snapshot("/dev/a");
        volumes = start();
    }

    /** The directory of the replica of zone {@code b}. */
    Path replica() {
        return directory.resolve("b");
    }

    /** Where a zone's volumes lie. */
    Path volumesOf(String zone) {
        return zone.equals("a") ? directory.resolve("volumes") : replica().resolve("volumes");
    }

    @Override
    public Zone first() {
        return new Zone("a", volumesOf("a"));
    }

    @Override
    public List<Zone> added() {
        return List.of(new Zone("b", volumesOf("b"), Optional.empty(), true));
    }

    @Override
    public void requireThere(Zone zone) {
        if (gone.contains(zone.name())) {
            throw new Failure.Unavailable("zone " + zone.name() + " is not there: it is not mounted", null);
        }
    }

    @Override
    public void requireOpen(Zone zone) {
        if (drained.contains(zone.name())) {
            throw new Failure.Conflict("zone " + zone.name() + " is drained and takes no new volumes");
        }
    }

    /** Another daemon, after the death of the one before. */
    CatalogManagedVolumes start() {
        volumes = new CatalogManagedVolumes(
                new VolumeParts(
                        engine.catalog,
                        engine.machine,
                        linux,
                        engine.chunks.reader(),
                        engine.pages,
                        engine.mapsInUse,
                        engine.keyring,
                        (snapshotId, zone, target, wanted) ->
                                ReadyContent.Placed.plain(new VolumeRestoreMode(false, "lazy: not enabled")),
                        engine.encryption(encrypted),
                        new BootScope(directory.resolve("unflushed"), "11111111-1111-1111-1111-111111111111"),
                        new BlockBuffers(4),
                        CopyRoom.of(4 << 20),
                        engine.recheck,
                        engine.rules,
                        engine.clock,
                        engine.random,
                        point -> crashPoints.get().reached(point)),
                this,
                new HydrationEngine(new HydrationParts(
                        System::nanoTime,
                        HydrationParts.Pause.PARKING,
                        2,
                        () -> {},
                        1,
                        new FirstTouches(engine.catalog))));
        volumes.start();
        engine.managed.are(volumes);
        return volumes;
    }

    String create(String name, String zone, boolean ofSnapshot, HydrationSettings settings) {
        return volumes.create(new ManagedVolumeOrder(
                        ofSnapshot ? Optional.of(new SnapshotId(snapshot.snapshotId())) : Optional.empty(),
                        ofSnapshot ? 0 : SIZE,
                        name,
                        List.of(),
                        zone,
                        Optional.empty(),
                        settings))
                .record()
                .volumeId();
    }

    static byte[] read(DataPlane plane, long offset, int length) {
        ByteBuffer target = ByteBuffer.allocateDirect(length);
        plane.read(offset, target);
        byte[] bytes = new byte[length];
        target.flip().get(bytes);
        return bytes;
    }

    static void write(DataPlane plane, long offset, byte[] bytes) {
        plane.write(offset, ByteBuffer.allocateDirect(bytes.length).put(bytes).flip(), Fua.YES);
    }

    @Override
    public void close() {
        volumes.close();
        engine.close();
    }
}
