package io.ebsnap.files;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.identity.VolumeId;
import io.ebsnap.volume.DataPlane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes snapshots block devices with a scratch over them, and goes on with those of an earlier daemon. A record is there before its device and goes after
 * it, so no device is without one. Safe for use by several threads.
 */
public final class MountEngine implements SnapshotMounts, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MountEngine.class);

    /** A scratch takes up to 2 MiB of memory, and 256 MiB of the runtime directory. */
    private static final int MOUNTS_MAX = 16;

    /** Looks in a row at which nobody used a device before it is ended. */
    static final int IDLE_LOOKS = 4;

    private final Parts parts;
    private final MountFiles files;
    private final ConcurrentMap<VolumeId, Mounted> mounted = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    /**
     * What it is put together with.
     *
     * @param snapshots opens a snapshot and holds it until that is closed
     * @param devices of the kernel
     * @param places where things are
     * @param clock the time of day
     * @param random names mounts
     */
    public record Parts(
            Function<SnapshotId, DataPlane> snapshots,
            MountDevices devices,
            Places places,
            InstantSource clock,
            RandomGenerator random) {}

    /**
     * Where things are.
     *
     * @param directory of records and scratches, which the next start of the machine empties
     * @param btrfs where the kernel shows which btrfs are mounted, by their UUIDs
     */
    public record Places(Path directory, Path btrfs) {}

    private record Mounted(MountRecord record, DataPlane plane, AtomicInteger idle) {}

    public MountEngine(Parts parts) {
        this.parts = parts;
        this.files = new MountFiles(parts.places().directory());
    }

    @Override
    public List<SnapshotPart> parts(SnapshotId snapshot) {
        try (DataPlane whole = parts.snapshots().apply(snapshot)) {
            return SnapshotParts.of(whole);
        }
    }

    @Override
    public SnapshotMount mount(MountOrder order) {
        if (count.incrementAndGet() > MOUNTS_MAX) {
            count.decrementAndGet();
            throw new Failure.Exhausted(
                    MOUNTS_MAX + " snapshots are mounted, as many as may be", "unmount one that is not needed", null);
        }
        try {
            return attach(chosen(order)).view(List.of());
        } catch (RuntimeException e) {
            count.decrementAndGet();
            throw e;
        }
    }

    private MountRecord chosen(MountOrder order) {
        SnapshotPart part = SnapshotParts.choose(order.snapshot().value(), parts(order.snapshot()), order.part());
        FileSystem holds = part.fileSystem().orElseThrow();
        requireAlone(holds, order.snapshot());
        return new MountRecord(
                MountRecord.VERSION,
                VolumeId.random(parts.random()).value(),
                order.snapshot().value(),
                part.name(),
                holds,
                part.stretches(),
                order.directory(),
                "",
                parts.clock().instant().toEpochMilli());
    }

    /** The kernel knows btrfs by its UUID: told to mount a second one, it shows the first, or mixes them. */
    private void requireAlone(FileSystem holds, SnapshotId snapshot) {
        if (holds.type().equals("btrfs") && Files.exists(parts.places().btrfs().resolve(holds.uuid()))) {
            throw new Failure.Conflict(
                    "a btrfs with the UUID " + holds.uuid() + " is mounted, and the kernel cannot mount that of "
                            + snapshot + " beside it",
                    "unmount the other one first, or make a volume of the snapshot and use it on another machine");
        }
    }

    private MountRecord attach(MountRecord wanted) {
        VolumeId id = wanted.id();
        files.put(wanted);
        @Nullable DataPlane plane = null;
        try {
            plane = plane(wanted);
            MountRecord record = wanted.withDevice(parts.devices().attach(id, plane));
            // From here on there is a device: what fails must end it.
            mounted.put(id, new Mounted(record, plane, new AtomicInteger()));
            files.put(record);
            LOG.info(
                    "snapshot-mounted snapshot={} part={} device={}",
                    record.snapshotId(),
                    record.part(),
                    record.device());
            return record;
        } catch (RuntimeException e) {
            undo(id, plane, e);
            throw e;
        }
    }

    private void undo(VolumeId id, @Nullable DataPlane plane, RuntimeException cause) {
        try {
            if (mounted.remove(id) != null) {
                parts.devices().detach(id, true);
            }
            if (plane != null) {
                plane.close();
            }
            files.remove(id);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private DataPlane plane(MountRecord record) {
        DataPlane whole = parts.snapshots().apply(record.snapshot());
        try {
            return new ScratchPlane(new PartPlane(whole, record.stretches()), files.scratch(record.id()));
        } catch (RuntimeException e) {
            whole.close();
            throw e;
        }
    }

    @Override
    public void unmount(VolumeId id) {
        Mounted there = mounted.get(id);
        if (there == null) {
            throw new Failure.NotFound("there is no mount " + id);
        }
        List<String> where = parts.devices().mountPoints(Path.of(there.record().device()));
        if (!where.isEmpty()) {
            throw new Failure.Conflict(
                    there.record().snapshotId() + " is mounted on " + String.join(", ", where),
                    "ebsnap snapshot unmount does both");
        }
        parts.devices().detach(id, false);
        forget(there);
    }

    private void forget(Mounted ended) {
        VolumeId id = ended.record().id();
        if (mounted.remove(id, ended)) {
            count.decrementAndGet();
            ended.plane().close();
            files.remove(id);
            LOG.info(
                    "snapshot-unmounted snapshot={} part={}",
                    ended.record().snapshotId(),
                    ended.record().part());
        }
    }

    @Override
    public List<SnapshotMount> list() {
        return mounted.values().stream()
                .map(Mounted::record)
                .map(record -> record.view(parts.devices().mountPoints(Path.of(record.device()))))
                .sorted(Comparator.comparing(SnapshotMount::snapshot)
                        .thenComparing(SnapshotMount::part)
                        .thenComparing(SnapshotMount::id))
                .toList();
    }

    /** Whether a device of the kernel is, or was to be, that of a mount. */
    public boolean knows(VolumeId id) {
        return mounted.containsKey(id) || files.find(id).isPresent();
    }

    /**
     * Opens again what an earlier daemon had mounted; closed by {@link #close} or with its mount.
     *
     * @throws Failure.NotFound if there is no such mount, or its snapshot was deleted
     */
    public DataPlane resume(VolumeId id) {
        MountRecord record = files.find(id).orElseThrow(() -> new Failure.NotFound("there is no mount " + id));
        DataPlane plane = plane(record);
        mounted.put(id, new Mounted(record, plane, new AtomicInteger()));
        count.incrementAndGet();
        return plane;
    }

    /**
     * Ends what could not be resumed: requests to such a device fail, and it can be unmounted. To be called once, when all devices were.
     *
     * @param alive whether a device is served
     */
    public void settle(Predicate<VolumeId> alive) {
        for (VolumeId id : files.all()) {
            Optional<Mounted> there = Optional.ofNullable(mounted.get(id)).filter(known -> alive.test(id));
            if (there.isEmpty() || there.get().record().device().isEmpty()) {
                end(id);
            }
        }
    }

    private void end(VolumeId id) {
        try {
            LOG.info("snapshot-mount-over mount={}", id);
            parts.devices().detach(id, true);
        } catch (Failure.NotFound none) {
            LOG.debug("mount {} had no device", id);
        } catch (Failure e) {
            LOG.error("snapshot-mount-left mount={} reason={}", id, e.getMessage());
            return;
        }
        Mounted known = mounted.get(id);
        if (known == null) {
            files.remove(id);
        } else {
            forget(known);
        }
    }

    /** Ends devices that nobody has used for a while: their user has died, or unmounted them by himself. */
    public void releaseUnused() {
        for (Mounted each : mounted.values()) {
            boolean used = !parts.devices()
                    .mountPoints(Path.of(each.record().device()))
                    .isEmpty();
            if (used) {
                each.idle().set(0);
            } else if (each.idle().incrementAndGet() >= IDLE_LOOKS) {
                release(each);
            }
        }
    }

    private void release(Mounted unused) {
        try {
            parts.devices().detach(unused.record().id(), false);
            forget(unused);
        } catch (Failure.NotFound gone) {
            forget(unused);
        } catch (Failure e) {
            LOG.info("snapshot-mount-used mount={} reason={}", unused.record().mountId(), e.getMessage());
            unused.idle().set(0);
        }
    }

    /** To be called when no device needs a plane any more: those that are still used wait for the next daemon. */
    @Override
    public void close() {
        mounted.values().forEach(each -> each.plane().close());
        mounted.clear();
    }
}
