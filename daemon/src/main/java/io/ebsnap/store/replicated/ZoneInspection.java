package io.ebsnap.store.replicated;

import io.ebsnap.failure.Failure;
import io.ebsnap.file.DurableFiles;
import io.ebsnap.format.StoreIdentity;
import io.ebsnap.format.ZoneEntry;
import io.ebsnap.format.ZoneSet;
import io.ebsnap.identity.StoreId;
import io.ebsnap.identity.ZoneId;
import io.ebsnap.store.StoreZone;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at zones' directories, and never changes one. What is there is believed only if its zone file says that it is the
 * expected replica. An empty or missing directory may be filled again if it is in the file system in which it was
 * last: else something is not mounted. Safe for use by several threads.
 */
final class ZoneInspection {

    /** The file in a replica's directory that tells which one it is; no object has such a name. */
    static final String FILE = ".zone";

    /** What may be in a directory that counts as empty. */
    private static final Set<String> IGNORED =
            Set.of("lost+found", ".uploads", StoreZone.VOLUMES, FILE + DurableFiles.BESIDE);

    private final FileSystemIdentities fileSystems;

    ZoneInspection(FileSystemIdentities fileSystems) {
        this.fileSystems = fileSystems;
    }

    /** The zone file of a directory, if there is one. */
    static Optional<ZoneSet.Placed> zoneFile(Path directory) {
        return read(directory.resolve(FILE));
    }

    /** A file of zones, if it is there. */
    static Optional<ZoneSet.Placed> read(Path file) {
        try {
            return Optional.of(ZoneSet.decode(DurableFiles.read(file, ZoneSet.BYTES_MAX)));
        } catch (Failure.NotFound e) {
            return Optional.empty();
        } catch (Failure.Corrupt e) {
            throw new Failure.Corrupt(file + ": " + e.getMessage(), e);
        }
    }

    /** The identity of the file system that a directory is in. */
    String fileSystem(Path directory) {
        try {
            return fileSystems.of(directory);
        } catch (IOException e) {
            throw new Failure.Unavailable("finding out in which file system " + directory + " is", e);
        }
    }

    /** What a zone's directory holds now. */
    ZoneLook look(ZoneEntry zone, StoreId store) {
        Path directory = Path.of(zone.directory());
        try {
            Optional<ZoneSet.Placed> placed = zoneFile(directory);
            return placed.isPresent() ? judge(placed.get(), zone, store) : withoutFile(directory, zone, store);
        } catch (Failure.Corrupt e) {
            return damaged(directory, zone, store, String.valueOf(e.getMessage()));
        } catch (Failure | IOException e) {
            return new ZoneLook.Unusable(String.valueOf(e.getMessage()));
        }
    }

    /** Whether a directory is missing, or has nothing in it that anybody would miss. */
    static boolean isEmpty(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return true;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (!IGNORED.contains(entry.getFileName().toString())) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A directory, or what there is on the way to it. */
    static Path existing(Path directory) {
        Path existing = directory;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }

    private static ZoneLook judge(ZoneSet.Placed placed, ZoneEntry zone, StoreId store) {
        if (!placed.set().store().equals(store)) {
            return new ZoneLook.Unusable(zone.directory() + " belongs to another store, "
                    + placed.set().store());
        }
        if (!placed.place().equals(Optional.of(zone.id()))) {
            return new ZoneLook.Unusable(zone.directory() + " holds the replica "
                    + placed.place().map(ZoneId::hex).orElse("of nowhere") + ", and not " + zone.id());
        }
        Path directory = Path.of(zone.directory());
        if (!Files.isWritable(directory)) {
            return new ZoneLook.Unusable(zone.directory() + " takes no writes: is its file system read-only?");
        }
        return new ZoneLook.Found(placed.set());
    }

    private ZoneLook withoutFile(Path directory, ZoneEntry zone, StoreId store) throws IOException {
        boolean fillable = isEmpty(directory) || isOf(directory, store);
        if (!fillable) {
            return new ZoneLook.Unusable(directory + " holds what is no replica of this store");
        }
        return ifExpected(directory, zone);
    }

    private ZoneLook damaged(Path directory, ZoneEntry zone, StoreId store, String reason) {
        try {
            return isOf(directory, store) ? ifExpected(directory, zone) : new ZoneLook.Unusable(reason);
        } catch (IOException e) {
            return new ZoneLook.Unusable(reason);
        }
    }

    private ZoneLook ifExpected(Path directory, ZoneEntry zone) throws IOException {
        String found = fileSystems.of(directory);
        if (!found.equals(zone.fileSystem())) {
            return new ZoneLook.Unusable(
                    "no replica is in " + directory + ", which is in another file system than it was (" + found
                            + " instead of " + zone.fileSystem() + "): is it not mounted?");
        }
        Path existing = existing(directory);
        return Files.isWritable(existing)
                ? new ZoneLook.Vacant()
                : new ZoneLook.Unusable(existing + " takes no writes: is its file system read-only?");
    }

    /** Whether the store's identity lies in a directory: its zone file alone was lost. */
    private static boolean isOf(Path directory, StoreId store) {
        try {
            byte[] identity = DurableFiles.read(directory.resolve(StoreIdentity.OBJECT), StoreIdentity.BYTES);
            return StoreIdentity.decode(identity).store().equals(store);
        } catch (Failure e) {
            return false;
        }
    }
}
