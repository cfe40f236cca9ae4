package io.ebsnap.exchange;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.Durability;
import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * A file that gets its name when it is whole. Until then it is, under the same name, in a directory of its own beside: {@code
 * .NAME.ebsnap-partial/NAME}. That is all that a crash leaves, and the next export of the same file clears it away. The name is the same because
 * formats may hold their own.
 */
final class PartialFile {

    private static final String SUFFIX = ".ebsnap-partial";

    private final Path wanted;
    private final Path directory;
    private final boolean force;
    private final Durability durability;

    PartialFile(Path wanted, boolean force, Durability durability) {
        this.wanted = wanted;
        this.directory = wanted.resolveSibling("." + wanted.getFileName() + SUFFIX);
        this.force = force;
        this.durability = durability;
    }

    /** What is written to until it is whole. */
    Path path() {
        return directory.resolve(Objects.requireNonNull(wanted.getFileName()));
    }

    /**
     * Makes room for it.
     *
     * @throws Failure.NotFound if there is no directory for it
     * @throws Failure.Conflict if the file exists, and is not to be replaced
     * @throws Failure.Invalid if what exists is no file
     */
    void prepare() {
        Path parent = wanted.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new Failure.NotFound("there is no directory " + parent + " to make " + wanted + " in");
        }
        requireReplaceable();
        discard();
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            throw new Failure.Conflict(directory + " is there, and cannot be cleared away");
        } catch (IOException e) {
            throw refused("making " + directory, e);
        }
    }

    /** Makes it durable, and gives it its name in one step. */
    void finish() {
        try (FileChannel written = FileChannel.open(path(), StandardOpenOption.WRITE)) {
            written.force(true);
        } catch (IOException e) {
            throw refused("flushing " + path(), e);
        }
        try {
            rename();
            durability.syncDirectory(Objects.requireNonNull(wanted.getParent()));
        } catch (IOException e) {
            throw refused("naming " + wanted, e);
        }
        discard();
    }

    /** Clears away what is left of it. */
    void discard() {
        try {
            if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                Files.deleteIfExists(path());
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw refused("clearing " + directory + " away", e);
        }
    }

    private void rename() throws IOException {
        if (force) {
            requireReplaceable();
            Files.move(path(), wanted, StandardCopyOption.ATOMIC_MOVE);
        } else if (!isRenamed()) {
            throw exists();
        }
    }

    /** Where the file system cannot look and rename in one step, it is done in two. */
    private boolean isRenamed() throws IOException {
        try {
            return durability.renameIfAbsent(path(), wanted);
        } catch (LinuxException e) {
            if (e.errno() != Errno.EINVAL) {
                throw e;
            }
            requireReplaceable();
            Files.move(path(), wanted, StandardCopyOption.ATOMIC_MOVE);
            return true;
        }
    }

    private void requireReplaceable() {
        if (!Files.exists(wanted, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isRegularFile(wanted, LinkOption.NOFOLLOW_LINKS)) {
            throw new Failure.Invalid(
                    wanted + " is no file",
                    "ebsnap restore writes a snapshot onto a device; of a link name its target");
        }
        if (!force) {
            throw exists();
        }
    }

    private Failure.Conflict exists() {
        return new Failure.Conflict(wanted + " exists", "--force replaces it; choose another name otherwise");
    }

    private static Failure refused(String attempt, Exception e) {
        return new Failure.Unavailable(attempt + " failed: " + e.getMessage(), e);
    }
}
