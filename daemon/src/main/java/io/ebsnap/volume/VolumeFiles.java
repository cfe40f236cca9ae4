package io.ebsnap.volume;

import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.VolumeOrigin;
import io.ebsnap.device.ThinPool;
import io.ebsnap.failure.Failure;
import io.ebsnap.file.DurableFiles;
import io.ebsnap.linux.BlockDevice;
import io.ebsnap.linux.DeviceAccess;
import io.ebsnap.linux.DeviceDescription;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.LinuxException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The files of managed volumes: a directory for each, with its target, if that is a file of its own, and its validity map. Every step may be done
 * again after a crash. Safe for use by several threads, on different volumes.
 */
final class VolumeFiles {

    private static final String DATA = "data";
    private static final String MAP = "map";
    private static final String CLEAN = "clean";
    private static final String COPIES = "copies";
    private static final Set<String> MEMORY_FILE_SYSTEMS = Set.of("tmpfs", "ramfs");

    private final Linux linux;
    private final VolumeJournals journals;
    private final BootScope scope;
    private final Path directory;
    private final boolean inReplica;
    private final ThinTargets thin;

    VolumeFiles(Linux linux, Zone zone, BootScope scope) {
        this.linux = linux;
        this.journals = new VolumeJournals(linux, scope);
        this.scope = scope;
        this.directory = zone.directory();
        this.inReplica = zone.inReplica();
        this.thin = new ThinTargets(zone.thin());
    }

    /** Where the target of a new volume is to lie that the user has named none for. */
    Path ownTarget(String volumeId) {
        return thin.newTarget(volumeId)
                .orElseGet(() -> directory.resolve(volumeId).resolve(DATA));
    }

    /**
     * Nothing, if targets can be made: what cannot be begun leaves no record that says so.
     *
     * @throws Failure.Unavailable if they cannot
     */
    void requirePlace() {
        thin.requirePool();
    }

    /** Whether the target of a volume is a logical volume that was made for it. */
    boolean isLogicalVolume(ManagedVolumeRecord record) {
        return thin.has(record);
    }

    /** Says at the start of a daemon what somebody may want to do something about. */
    void inspect(Set<String> recorded) {
        thin.inspect(recorded);
    }

    /**
     * Makes what a volume needs, durably.
     *
     * @param content puts the whole content at the path of the target, or answers that it does not: what a lazy volume needs is made then
     * @return what {@code content} answered
     */
    ReadyContent.Placed create(ManagedVolumeRecord record, Function<Path, ReadyContent.Placed> content) {
        Path home = directory.resolve(record.volumeId());
        Path target = Path.of(record.target().path());
        try {
            makeHome(home);
            ReadyContent.Placed placed = content.apply(target);
            if (placed.mode().fastRestored()) {
                finishTarget(record);
            } else {
                createLazily(record, home);
            }
            changes(record).begin();
            linux.durability().syncDirectory(home);
            linux.durability().syncDirectory(directory);
            return placed;
        } catch (LinuxException e) {
            throw failure("cannot make the files of " + record.volumeId(), e);
        } catch (IOException e) {
            throw new Failure.Unavailable(
                    "cannot make the files of " + record.volumeId() + " in " + home + ": " + e.getMessage(), e);
        }
    }

    /** Makes the target, of zeros, of a volume that is to be moved here, durably. What an earlier attempt has left goes first. */
    void createForMove(ManagedVolumeRecord record) {
        removePlace(record);
        Path home = directory.resolve(record.volumeId());
        try {
            makeHome(home);
            if (thin.has(record)) {
                thin.create(record);
            } else {
                createTarget(Path.of(record.target().path()), record.sizeBytes());
            }
            linux.durability().syncDirectory(home);
            linux.durability().syncDirectory(directory);
        } catch (LinuxException e) {
            throw failure("cannot make the files of " + record.volumeId(), e);
        } catch (IOException e) {
            throw new Failure.Unavailable(
                    "cannot make the files of " + record.volumeId() + " in " + home + ": " + e.getMessage(), e);
        }
    }

    /** Removes what lies here of a volume that lies elsewhere; what outlives the daemon only is that one's. */
    void removePlace(ManagedVolumeRecord record) {
        if (thin.has(record)) {
            thin.remove(record);
        }
        Path home = directory.resolve(record.volumeId());
        if (!Files.exists(home)) {
            return;
        }
        try {
            deleteIn(home, allNames(record.volumeId()));
            Files.delete(home);
            linux.durability().syncDirectory(directory);
        } catch (IOException e) {
            throw new Failure.Unavailable("cannot remove " + home + ": " + e.getMessage(), e);
        }
    }

    private List<String> allNames(String volumeId) {
        List<String> names = maps(volumeId);
        names.addAll(List.of(
                CLEAN, VolumeJournals.BOOT, DATA, COPIES, ChangeFiles.KEPT, ChangeFiles.TRACKED, DirectNote.NAME));
        return names;
    }

    private static void deleteIn(Path home, List<String> names) throws IOException {
        for (String name : names) {
            Files.deleteIfExists(home.resolve(name));
            Files.deleteIfExists(home.resolve(name + DurableFiles.BESIDE));
        }
    }

    /** A replica's directory is there, or nothing is made: its file system would not be the zone's. */
    private void makeHome(Path home) throws IOException, LinuxException {
        FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        if (!inReplica) {
            Files.createDirectories(home, mode);
            return;
        }
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(directory, mode);
            linux.durability().syncDirectory(directory.resolveSibling(""));
        }
        if (!Files.isDirectory(home)) {
            Files.createDirectory(home, mode);
        }
    }

    private void createLazily(ManagedVolumeRecord record, Path home) throws IOException, LinuxException {
        if (thin.has(record)) {
            thin.create(record);
        } else if (record.target().own()) {
            createTarget(Path.of(record.target().path()), record.sizeBytes());
        }
        if (record.origin() != null) {
            MapFile.create(linux, home.resolve(MAP));
        }
    }

    private void createTarget(Path target, long sizeBytes) throws IOException, LinuxException {
        Files.deleteIfExists(target);
        Files.createFile(target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (BlockDevice file = linux.blockDevices().open(target, DeviceAccess.readWrite())) {
            file.resize(sizeBytes);
            file.sync();
        }
    }

    /** A volume may be longer than its snapshot. */
    private void finishTarget(ManagedVolumeRecord record) throws LinuxException {
        boolean logicalVolume = thin.has(record);
        try (BlockDevice target =
                linux.blockDevices().open(Path.of(record.target().path()), DeviceAccess.readWrite())) {
            if (logicalVolume && target.sizeBytes() < record.sizeBytes()) {
                thin.extend(record, record.sizeBytes());
            } else if (!logicalVolume && target.sizeBytes() != record.sizeBytes()) {
                target.resize(record.sizeBytes());
            }
            target.sync();
        }
    }

    /** Makes a target of our own that is not longer by itself as long as that, or longer. */
    void extend(ManagedVolumeRecord record, long sizeBytes) {
        if (thin.has(record)) {
            thin.extend(record, sizeBytes);
        }
    }

    /** Opens the target of a volume; a device that was named is held, so that nothing else can take it, unless the kernel is at it for the volume. */
    VolumeTarget openTarget(ManagedVolumeRecord record) {
        Path path = Path.of(record.target().path());
        boolean ownFile = record.target().own() && !thin.has(record);
        long thinChunkBytes = thin.has(record) ? discardedBytes(thin.open(record)) : 0;
        DeviceClaim claim = ownFile ? null : new DeviceClaim(linux.blockDevices(), path);
        try {
            if (claim != null && !directNote(record.volumeId()).isThere()) {
                claim.take();
            }
            return openTarget(record, thinChunkBytes, claim);
        } catch (LinuxException e) {
            close(claim);
            throw failure("cannot open the target of " + record.volumeId(), e);
        } catch (IOException e) {
            close(claim);
            throw new Failure.Unavailable(
                    "cannot tell where the target of " + record.volumeId() + " lies: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close(claim);
            throw e;
        }
    }

    private static void close(@Nullable DeviceClaim claim) {
        if (claim != null) {
            claim.close();
        }
    }

    /** Says whether the kernel is at a volume's target past the daemon. */
    DirectNote directNote(String volumeId) {
        return new DirectNote(
                directory.resolve(volumeId),
                volumeId,
                scope,
                name -> linux.deviceInventory().describeMapped(name).map(DeviceDescription::node));
    }

    /** What a pool takes space back in; 0 if it takes none. */
    private static long discardedBytes(ThinPool pool) {
        return pool.discards() ? pool.chunkBytes() : 0;
    }

    private VolumeTarget openTarget(ManagedVolumeRecord record, long thinChunkBytes, @Nullable DeviceClaim claim)
            throws IOException {
        Path path = Path.of(record.target().path());
        boolean inMemory = Files.isRegularFile(path)
                && MEMORY_FILE_SYSTEMS.contains(Files.getFileStore(path).type());
        BlockDevice device = linux.blockDevices().open(path, access(inMemory));
        try {
            if (device.sizeBytes() < record.sizeBytes()) {
                throw new Failure.Unavailable(
                        path + " has " + device.sizeBytes() + " bytes, and " + record.volumeId() + " "
                                + record.sizeBytes(),
                        null);
            }
            return new DeviceTarget(
                    device,
                    record.sizeBytes(),
                    new DeviceTarget.Nature(record.target().startsAsZeros(), inMemory, thinChunkBytes),
                    claim);
        } catch (LinuxException | RuntimeException e) {
            device.close();
            throw e;
        }
    }

    /** A file system in memory is nothing but page cache, and takes direct I/O without being any more direct. */
    private static DeviceAccess access(boolean inMemory) {
        return inMemory ? DeviceAccess.readWrite() : DeviceAccess.readWrite().directIfPossible();
    }

    /** Opens the validity map of a volume; null if it needs none. */
    @Nullable
    ValidityMap openMap(ManagedVolumeRecord record) {
        VolumeOrigin origin = record.origin();
        if (origin == null || origin.hydration() != null) {
            return null;
        }
        Path home = directory.resolve(record.volumeId());
        Path own = home.resolve(MAP + "-" + origin.mapId());
        MapFile file = MapFile.open(linux, Files.exists(own) ? own : home.resolve(MAP));
        try {
            return new ValidityMap(
                    file, HexFormat.of().parseHex(origin.mapId()), journals.open(record.volumeId(), home));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** The files that say what was changed in a volume. */
    ChangeFiles changes(ManagedVolumeRecord record) {
        return new ChangeFiles(linux, scope, directory.resolve(record.volumeId()), record);
    }

    /** Makes what keeps an instant of a volume: empty. */
    Epoch.Place createEpoch(ManagedVolumeRecord record, CopyRoom room) {
        removeEpoch(record.volumeId());
        Path copies = directory.resolve(record.volumeId()).resolve(COPIES);
        try {
            createTarget(copies, record.sizeBytes());
            return openEpoch(record, room);
        } catch (LinuxException e) {
            throw failure("cannot make room for copies of " + record.volumeId(), e);
        } catch (IOException e) {
            throw new Failure.Unavailable("cannot make " + copies + ": " + e.getMessage(), e);
        }
    }

    /** Opens what an earlier daemon has kept an instant of a volume in. */
    Epoch.Place openEpoch(ManagedVolumeRecord record, CopyRoom room) {
        Path copies = directory.resolve(record.volumeId()).resolve(COPIES);
        try {
            boolean inMemory =
                    MEMORY_FILE_SYSTEMS.contains(Files.getFileStore(copies).type());
            BlockDevice file = linux.blockDevices().open(copies, access(inMemory));
            VolumeTarget target =
                    new DeviceTarget(file, record.sizeBytes(), new DeviceTarget.Nature(true, inMemory), null);
            try {
                return new Epoch.Place(target, RuntimeJournalFile.open(linux, epochJournal(record.volumeId())), room);
            } catch (RuntimeException e) {
                target.close();
                throw e;
            }
        } catch (LinuxException e) {
            throw failure("cannot open what was copied of " + record.volumeId(), e);
        } catch (IOException e) {
            throw new Failure.Unavailable("cannot open " + copies + ": " + e.getMessage(), e);
        }
    }

    /** Whether an earlier daemon has kept an instant of a volume. */
    boolean hasEpoch(String volumeId) {
        return Files.exists(epochJournal(volumeId))
                && Files.exists(directory.resolve(volumeId).resolve(COPIES));
    }

    /** Removes what kept an instant of a volume. */
    void removeEpoch(String volumeId) {
        try {
            Files.deleteIfExists(epochJournal(volumeId));
            Files.deleteIfExists(directory.resolve(volumeId).resolve(COPIES));
        } catch (IOException e) {
            throw new Failure.Unavailable("cannot remove what was copied of " + volumeId + ": " + e.getMessage(), e);
        }
    }

    private Path epochJournal(String volumeId) {
        return scope.directory().resolve(volumeId + ".epoch");
    }

    /** Makes, durably and beside what it has, what a closed volume needs for another content. */
    void beginRollback(ManagedVolumeRecord switched) {
        VolumeOrigin origin = switched.origin();
        if (origin == null) {
            throw new IllegalArgumentException(switched.volumeId() + " gets no content");
        }
        MapFile.create(linux, directory.resolve(switched.volumeId()).resolve(MAP + "-" + origin.mapId()));
        // From here on it is not known what was changed in the old content, should that stay.
        changes(switched).begin();
    }

    /** Removes what only the old content needed. */
    void endRollback(ManagedVolumeRecord switched) {
        VolumeOrigin origin = switched.origin();
        String kept = origin == null ? "" : MAP + "-" + origin.mapId();
        List<String> unneeded = new ArrayList<>(maps(switched.volumeId()));
        unneeded.remove(kept);
        unneeded.addAll(List.of(CLEAN, VolumeJournals.BOOT));
        remove(switched.volumeId(), unneeded);
    }

    /** The validity maps of a volume: one, or after a crash while it was rolled back another. */
    private List<String> maps(String volumeId) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory.resolve(volumeId), MAP + "*")) {
            found.forEach(path -> names.add(String.valueOf(path.getFileName())));
        } catch (IOException e) {
            throw new Failure.Unavailable("cannot list the files of " + volumeId + ": " + e.getMessage(), e);
        }
        return names;
    }

    /** Removes the map of a volume that needs none any more. */
    void removeMap(String volumeId) {
        List<String> names = maps(volumeId);
        names.addAll(List.of(CLEAN, VolumeJournals.BOOT));
        remove(volumeId, names);
    }

    /** Removes everything that was made for a volume. */
    void remove(ManagedVolumeRecord record) {
        if (thin.has(record)) {
            thin.remove(record);
        }
        Path home = directory.resolve(record.volumeId());
        if (!Files.exists(home)) {
            return;
        }
        remove(record.volumeId(), allNames(record.volumeId()));
        try {
            ChangeFiles.removeRunning(record.volumeId(), scope.directory());
            Files.deleteIfExists(epochJournal(record.volumeId()));
            Files.delete(home);
            linux.durability().syncDirectory(directory);
        } catch (IOException e) {
            throw new Failure.Unavailable("cannot remove " + home + ": " + e.getMessage(), e);
        }
    }

    private void remove(String volumeId, List<String> names) {
        Path home = directory.resolve(volumeId);
        try {
            journals.remove(volumeId);
            deleteIn(home, names);
            linux.durability().syncDirectory(home);
        } catch (IOException e) {
            throw new Failure.Unavailable("cannot remove files in " + home + ": " + e.getMessage(), e);
        }
    }

    private static Failure failure(String what, LinuxException e) {
        String message = what + ": " + e.getMessage();
        return switch (e.errno()) {
            case ENOSPC, EDQUOT -> new Failure.Exhausted(message, "make room in the zone's directory", e);
            case EBUSY -> new Failure.Conflict(message, "something uses the device: detach or unmount it");
            case ENOENT -> new Failure.NotFound(message, e);
            default -> new Failure.Unavailable(message, e);
        };
    }
}
