package io.ebsnap.linux.sysfs;

import io.ebsnap.linux.Mount;
import java.nio.file.Path;
import java.util.List;

/**
 * Files that a process of this machine serves through {@code /dev/fuse}. To look at one is to ask that process and to wait for its
 * answer: for as long as it takes it to come back if it is dead, and for good if it is the one that asks and is killed meanwhile.
 */
public final class ServedFiles {

    private static final String TYPE = "fuse";

    private final List<Path> mountPoints;

    /** The served ones among these mounts. */
    public ServedFiles(List<Mount> mounts) {
        this.mountPoints = mounts.stream()
                .filter(mount -> mount.fileSystemType().startsWith(TYPE))
                .map(Mount::mountPoint)
                .toList();
    }

    /** Whether a file is one, by its name alone. */
    public boolean has(Path file) {
        return mountPoints.stream().anyMatch(file::startsWith);
    }
}
