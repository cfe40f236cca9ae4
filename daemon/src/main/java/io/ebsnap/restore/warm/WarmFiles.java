package io.ebsnap.restore.warm;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.linux.Errno;
import io.ebsnap.linux.FileSystemUsage;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Images and ready copies that are files in the zone's directory. */
final class WarmFiles implements ImagePlace {

    static final String DIRECTORY = "fast-restore";

    private static final String IMAGE = "image";
    private static final String COPY = "copy";
    private static final String READY = "ready-";
    private static final String PROBE = "probe";
    private static final int READY_NUMBER_MAX = WarmSettings.READY_COPIES_MAX;

    private final Linux linux;
    private final Path directory;
    private final boolean sharing;
    private final AtomicReference<@Nullable WarmMethod> found = new AtomicReference<>();

    /**
     * Files of a zone.
     *
     * @param zone its directory, which is made when it is needed
     * @param sharing whether files share blocks where they can
     */
    WarmFiles(Linux linux, Path zone, boolean sharing) {
        this.linux = linux;
        this.directory = zone.resolve(DIRECTORY);
        this.sharing = sharing;
    }

    @Override
    public Path image(String snapshotId) {
        return home(snapshotId).resolve(IMAGE);
    }

    @Override
    public boolean hasImage(String snapshotId, long sizeBytes) {
        try {
            return Files.size(image(snapshotId)) == sizeBytes;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public long imageBytes(String snapshotId) {
        try {
            return Files.exists(image(snapshotId)) ? linux.fileSpace().allocatedBytes(image(snapshotId)) : 0;
        } catch (LinuxException e) {
            throw failure("cannot measure the image of " + snapshotId, e);
        }
    }

    @Override
    public ImageRoom room() {
        try {
            makeDirectory(directory);
            FileSystemUsage usage = linux.fileSpace().usage(directory);
            return new ImageRoom(usage.totalBytes(), usage.freeBytes());
        } catch (IOException e) {
            throw failure("cannot measure " + directory, e);
        }
    }

    /** The file system is asked once. */
    @Override
    public WarmMethod method() {
        WarmMethod known = found.get();
        if (known != null) {
            return known;
        }
        WarmMethod asked = sharing ? asked() : WarmMethod.POOL;
        found.set(asked);
        return asked;
    }

    /** Found out by making one of a page. */
    private WarmMethod asked() {
        Path probe = directory.resolve(PROBE);
        Path clone = directory.resolve(PROBE + "-clone");
        try {
            makeDirectory(directory);
            Files.deleteIfExists(clone);
            Files.write(probe, new byte[4096]);
            linux.reflink().cloneFile(probe, clone);
            return WarmMethod.REFLINK;
        } catch (LinuxException e) {
            return switch (e.errno()) {
                case EOPNOTSUPP, ENOTTY, EINVAL, ENOSYS, EXDEV -> WarmMethod.POOL;
                default -> throw failure("cannot find out whether files in " + directory + " share blocks", e);
            };
        } catch (IOException e) {
            throw failure("cannot find out whether files in " + directory + " share blocks", e);
        } finally {
            deleteQuietly(probe);
            deleteQuietly(clone);
        }
    }

    @Override
    public Optional<String> tight() {
        return Optional.empty();
    }

    @Override
    public void prepare(String snapshotId, long sizeBytes) {
        try {
            makeDirectory(home(snapshotId));
            linux.durability().syncDirectory(directory);
            linux.durability().syncDirectory(parent(directory));
        } catch (IOException e) {
            throw failure("cannot make " + home(snapshotId), e);
        }
    }

    @Override
    public void seal(String snapshotId) {
        sync(home(snapshotId));
    }

    @Override
    public int copies(String snapshotId) {
        return (int) ready(snapshotId).count();
    }

    @Override
    public boolean copy(String snapshotId, SparseCopy.Progress progress, BooleanSupplier ended) {
        Path copy = home(snapshotId).resolve(COPY);
        try {
            Files.deleteIfExists(copy);
            Files.createFile(copy, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            if (!new SparseCopy(linux, progress, ended).run(image(snapshotId), copy)) {
                Files.deleteIfExists(copy);
                return false;
            }
            Files.move(copy, free(snapshotId));
            linux.durability().syncDirectory(home(snapshotId));
            return true;
        } catch (IOException e) {
            deleteQuietly(copy);
            throw failure("cannot copy the image of " + snapshotId, e);
        }
    }

    private Path free(String snapshotId) {
        return Stream.iterate(1, number -> number <= READY_NUMBER_MAX, number -> number + 1)
                .map(number -> home(snapshotId).resolve(READY + number))
                .filter(path -> !Files.exists(path))
                .findFirst()
                .orElseThrow(() -> new Failure.Conflict("there are copies enough of the image of " + snapshotId));
    }

    @Override
    public boolean place(String snapshotId, Path target) {
        try {
            return switch (method()) {
                case REFLINK -> {
                    linux.reflink().cloneFile(image(snapshotId), target);
                    yield true;
                }
                case POOL -> handOut(snapshotId, target);
                case THIN -> throw new IllegalStateException("files are no logical volumes");
            };
        } catch (LinuxException e) {
            throw failure("cannot make a volume of the image of " + snapshotId, e);
        }
    }

    private boolean handOut(String snapshotId, Path target) throws LinuxException {
        Optional<Path> copy = ready(snapshotId).sorted().findFirst();
        if (copy.isEmpty()) {
            return false;
        }
        if (!linux.durability().renameIfAbsent(copy.get(), target)) {
            throw new Failure.Conflict(target + " is there already");
        }
        linux.durability().syncDirectory(home(snapshotId));
        return true;
    }

    @Override
    public void removeUnfinished(String snapshotId) {
        delete(home(snapshotId).resolve(COPY));
    }

    @Override
    public void removeCopies(String snapshotId) {
        for (Path copy : ready(snapshotId).toList()) {
            delete(copy);
        }
    }

    @Override
    public void discardImage(String snapshotId) {
        delete(image(snapshotId));
    }

    @Override
    public void remove(String snapshotId) {
        Path home = home(snapshotId);
        if (!Files.exists(home)) {
            return;
        }
        for (Path file : files(home)) {
            delete(file);
        }
        delete(home);
        sync(directory);
    }

    @Override
    public List<String> known() {
        if (!Files.exists(directory)) {
            return List.of();
        }
        deleteQuietly(directory.resolve(PROBE));
        deleteQuietly(directory.resolve(PROBE + "-clone"));
        return files(directory).stream()
                .map(path -> String.valueOf(path.getFileName()))
                .filter(SnapshotId::isValid)
                .toList();
    }

    private Stream<Path> ready(String snapshotId) {
        Path home = home(snapshotId);
        return Files.exists(home)
                ? files(home).stream()
                        .filter(path -> String.valueOf(path.getFileName()).startsWith(READY))
                : Stream.of();
    }

    private Path home(String snapshotId) {
        return directory.resolve(new SnapshotId(snapshotId).value());
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(path + " has no directory");
        }
        return parent;
    }

    private static void makeDirectory(Path path) throws IOException {
        Files.createDirectories(
                path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static List<Path> files(Path path) {
        try (Stream<Path> files = Files.list(path)) {
            return files.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw failure("cannot look into " + path, e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw failure("cannot remove " + path, e);
        }
    }

    /** What stays is overwritten by the next attempt, or removed by the next daemon. */
    private static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException _) {
            return;
        }
    }

    private void sync(Path path) {
        try {
            linux.durability().syncDirectory(path);
        } catch (LinuxException e) {
            throw failure("cannot make " + path + " durable", e);
        }
    }

    private static Failure failure(String what, IOException e) {
        if (e instanceof LinuxException known && (known.errno() == Errno.ENOSPC || known.errno() == Errno.EDQUOT)) {
            return new Failure.Exhausted(what + ": " + e.getMessage(), "make room in the zone's directory", e);
        }
        return new Failure.Unavailable(what + ": " + e.getMessage(), e);
    }
}
