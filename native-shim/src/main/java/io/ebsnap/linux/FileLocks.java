package io.ebsnap.linux;

import java.nio.file.Path;

/**
 * Locks that the kernel drops when their holder closes the file or dies: flock, which is also what the device manager of
 * the machine honours on a whole disk.
 */
public interface FileLocks {

    /**
     * Opens a file to lock and holds nothing yet.
     *
     * @param file a device or a file; created, readable by its owner only, if it does not exist
     */
    LockFile open(Path file) throws LinuxException;
}
