package io.ebsnap.cli;

import io.ebsnap.api.SnapshotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the inode of a file says. A link is looked at, never followed.
 *
 * @param mode type and permissions, as in stat(2)
 * @param sizeBytes of its content
 * @param uid of its owner
 * @param gid of its group
 * @param device number, of a device file
 * @param modified when its content was last changed
 * @param target of a symbolic link
 */
record FileFacts(
        int mode,
        long sizeBytes,
        long uid,
        long gid,
        long device,
        FileTime modified,
        @Nullable Path target) {

    private static final int TYPE = 0170000;
    private static final int PERMISSIONS = 07777;
    private static final int LINK = 0120000;
    private static final int DIRECTORY = 0040000;
    private static final int REGULAR = 0100000;

    /** The facts; empty if there is no such file. */
    static Optional<FileFacts> find(Path file) throws IOException {
        try {
            return Optional.of(of(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    static FileFacts of(Path file) throws IOException {
        Map<String, Object> read =
                Files.readAttributes(file, "unix:mode,size,uid,gid,rdev,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        int mode = (Integer) read.getOrDefault("mode", 0);
        return new FileFacts(
                mode,
                (Long) read.getOrDefault("size", 0L),
                Integer.toUnsignedLong((Integer) read.getOrDefault("uid", 0)),
                Integer.toUnsignedLong((Integer) read.getOrDefault("gid", 0)),
                (Long) read.getOrDefault("rdev", 0L),
                (FileTime) read.getOrDefault("lastModifiedTime", FileTime.fromMillis(0)),
                (mode & TYPE) == LINK ? Files.readSymbolicLink(file) : null);
    }

    boolean isDirectory() {
        return (mode & TYPE) == DIRECTORY;
    }

    boolean isRegular() {
        return (mode & TYPE) == REGULAR;
    }

    boolean isLink() {
        return target != null;
    }

    int permissions() {
        return mode & PERMISSIONS;
    }

    String type() {
        return switch (mode & TYPE) {
            case REGULAR -> "file";
            case DIRECTORY -> "directory";
            case LINK -> "symlink";
            case 0010000 -> "fifo";
            case 0140000 -> "socket";
            case 0020000 -> "char-device";
            case 0060000 -> "block-device";
            default -> "unknown";
        };
    }

    /** As it is printed. */
    SnapshotFile shape(String path) {
        return new SnapshotFile(
                path,
                type(),
                sizeBytes,
                String.format(Locale.ROOT, "%04o", permissions()),
                uid,
                gid,
                modified.toInstant(),
                target == null ? null : EscapedName.of(target));
    }
}
