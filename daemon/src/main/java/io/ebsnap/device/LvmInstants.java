package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.DeviceDescription;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.MappedName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An instant of a logical volume by a snapshot that LVM makes, thick or thin.
 *
 * <p>A thick snapshot has a fixed room for what is written to its origin while it is read. When that is full the kernel drops the
 * snapshot: its reads fail from then on, and its state is looked at once more after the last read.
 */
final class LvmInstants implements InstantMethod {

    private static final String NAME_PREFIX = "ebsnap-";
    private static final long NODE_PAUSE_MILLIS = 50;
    private static final int NODE_ATTEMPTS_MAX = 100;

    private final LogicalVolumes volumes;
    private final Holding holding;

    /**
     * What it works with.
     *
     * @param thickPercent how much of a thick volume's size may change while its snapshot is read
     */
    record Holding(Sources sources, InstantJournal journal, InstantSource clock, int thickPercent) {}

    LvmInstants(LogicalVolumes volumes, Holding holding) {
        this.volumes = volumes;
        this.holding = holding;
    }

    @Override
    public ConsistencyMethod method() {
        return ConsistencyMethod.LVM_SNAPSHOT;
    }

    /** What a snapshot would be made of. */
    private sealed interface Origin {
        record Known(LogicalVolumes.Volume volume) implements Origin {}

        /** Why none can be made: words that follow a colon. */
        record Refused(String reason) implements Origin {}
    }

    @Override
    public Attempt attempt(Subject subject, InstantOrder order) {
        return attempt(subject, order, volumes);
    }

    /**
     * An attempt for a moment in which nobody writes to volumes that are served here: it looks at none of their devices. A read of one may wait behind writes
     * that wait for the end of the moment.
     */
    Supplier<Attempt> prepared(Subject subject, InstantOrder order) {
        LogicalVolumes by = volumes;
        try {
            if (origin(subject, volumes) instanceof Origin.Known known) {
                by = volumes.confinedTo(known.volume());
            }
        } catch (Failure.Unavailable unknown) {
            // The attempt says so.
        }
        LogicalVolumes confined = by;
        return () -> attempt(subject, order, confined);
    }

    private Attempt attempt(Subject subject, InstantOrder order, LogicalVolumes by) {
        try {
            return switch (origin(subject, by)) {
                case Origin.Known known -> snapshot(subject, known.volume(), order, by);
                case Origin.Refused refused -> new Attempt.Refused(refused.reason());
            };
        } catch (Failure.Unavailable failed) {
            return new Attempt.Refused(String.valueOf(failed.getMessage()));
        }
    }

    /** Why no snapshot of it can be made, as far as that can be told before; empty if one can. */
    Optional<String> refusal(Subject subject) {
        try {
            return origin(subject, volumes) instanceof Origin.Refused refused
                    ? Optional.of(refused.reason())
                    : Optional.empty();
        } catch (Failure.Unavailable failed) {
            return Optional.of(String.valueOf(failed.getMessage()));
        }
    }

    /** Whether LVM freezes a file system for a snapshot of a device: one that lies on the logical volume itself. */
    static boolean freezes(Subject subject, Usage usage) {
        return subject.device()
                .filter(device ->
                        device.mapped().filter(MappedName::logicalVolume).isPresent())
                .filter(device -> usage.fileSystems().stream()
                        .anyMatch(mount -> mount.number().equals(device.number())))
                .isPresent();
    }

    private Origin origin(Subject subject, LogicalVolumes by) {
        Optional<MappedName> mapped = subject.device().flatMap(DeviceDescription::mapped);
        if (mapped.filter(MappedName::logicalVolume).isEmpty()) {
            return new Origin.Refused("it is not a logical volume");
        }
        Optional<String> missing = by.missing();
        if (missing.isPresent()) {
            return new Origin.Refused(missing.get());
        }
        Optional<LogicalVolumes.Volume> found =
                by.find(Path.of("/dev/mapper").resolve(mapped.get().name()).toString());
        if (found.isEmpty()) {
            return new Origin.Refused("LVM does not know it");
        }
        LogicalVolumes.Volume volume = found.get();
        return volume.thin() || extents(volume) > 0
                ? new Origin.Known(volume)
                : new Origin.Refused("the volume group " + volume.group() + " has no room for a snapshot");
    }

    private Attempt snapshot(Subject subject, LogicalVolumes.Volume origin, InstantOrder order, LogicalVolumes by) {
        long extents = extents(origin);
        String name = NAME_PREFIX + order.snapshot();
        Path artifact = Path.of("/dev").resolve(origin.group()).resolve(name);
        InstantJournal.Note note = holding.journal().write(order.snapshot(), method().word(), artifact);
        Instant instant = holding.clock().instant();
        try {
            Optional<String> refused = by.snapshot(origin, name, extents);
            if (refused.isPresent()) {
                holding.journal().delete(note);
                return new Attempt.Refused(refused.get());
            }
            SavedInstant made =
                    new SavedInstant(subject.name(), order.snapshot(), method(), artifact.toString(), instant);
            return new Attempt.Taken(opened(made, require(made, by), subject.sizeBytes()));
        } catch (IOException | RuntimeException failed) {
            Closing.after(failed, () -> {
                discard(artifact.toString());
                holding.journal().delete(note);
            });
            throw failed instanceof RuntimeException unchecked
                    ? unchecked
                    : new Failure.Unavailable(
                            "cannot read the LVM snapshot " + artifact + ": " + failed.getMessage(), failed);
        }
    }

    /** A share of the volume, at most what is free. */
    private long extents(LogicalVolumes.Volume origin) {
        long wanted = Math.max(1, origin.sizeBytes() / 100 * holding.thickPercent() / origin.extentBytes() + 1);
        return Math.min(wanted, origin.freeBytes() / origin.extentBytes());
    }

    private PointInTime opened(SavedInstant saved, LogicalVolumes.Volume snapshot, long sizeBytes) throws IOException {
        awaitNode(snapshot.mapped());
        Subject subject = new Subject(saved.device(), snapshot.mapped(), Optional.empty(), Optional.empty(), sizeBytes);
        LinuxSource source = holding.sources().plain(subject);
        HeldInstant.Held held = new HeldInstant.Held(source, method(), saved.instant(), Optional.of(saved.artifact()));
        return new HeldInstant(
                held,
                () -> {
                    source.requireSameSize();
                    requireValid(saved);
                },
                List.of(() -> {
                    discard(saved.artifact());
                    holding.journal().forget(Path.of(saved.artifact()));
                }));
    }

    private static LogicalVolumes.Volume require(SavedInstant saved, LogicalVolumes by) {
        return find(saved.artifact(), by)
                .orElseThrow(() -> new Failure.Unavailable("the LVM snapshot " + saved.artifact() + " is gone", null));
    }

    /** The device node is udev's work, which may take a moment. */
    private static void awaitNode(Path node) {
        for (int attempt = 0; !Files.exists(node); attempt++) {
            if (attempt == NODE_ATTEMPTS_MAX) {
                throw new Failure.Unavailable("the LVM snapshot's node " + node + " does not appear", null);
            }
            try {
                Thread.sleep(NODE_PAUSE_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new Failure.Unavailable("interrupted while waiting for " + node, interrupted);
            }
        }
    }

    private void requireValid(SavedInstant saved) {
        LogicalVolumes.Volume snapshot = require(saved, volumes);
        if (snapshot.overflowed()) {
            throw new Failure.Unavailable(
                    "the LVM snapshot " + snapshot.fullName() + " has overflowed (" + snapshot.attributes()
                            + "): more was written to " + saved.device() + " than it has room for",
                    null);
        }
    }

    @Override
    public Optional<PointInTime> resume(SavedInstant saved) {
        Optional<LogicalVolumes.Volume> snapshot = find(saved.artifact(), volumes);
        if (snapshot.isEmpty() || snapshot.get().overflowed()) {
            return Optional.empty();
        }
        try {
            if (!Files.exists(snapshot.get().mapped())) {
                // A restart of the machine leaves it inactive.
                Optional<String> refused = volumes.activate(snapshot.get().fullName());
                if (refused.isPresent()) {
                    return Optional.empty();
                }
            }
            return Optional.of(
                    opened(saved, require(saved, volumes), snapshot.get().sizeBytes()));
        } catch (LinuxException failed) {
            throw OpenFailures.of(saved.artifact(), failed);
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot open " + saved.artifact() + ": " + failed.getMessage(), failed);
        }
    }

    /** The volume of an artifact {@code /dev/GROUP/NAME}, if it is one that was made here. */
    private static Optional<LogicalVolumes.Volume> find(String artifact, LogicalVolumes by) {
        Path path = Path.of(artifact);
        if (path.getNameCount() != 3 || !LogicalVolumes.ours(path.getName(2).toString())) {
            return Optional.empty();
        }
        return by.find(path.getName(1) + "/" + path.getName(2));
    }

    @Override
    public void discard(String artifact) {
        find(artifact, volumes).ifPresent(volumes::remove);
    }
}
