package io.ebsnap.linux;

import java.nio.file.Path;

/** Makes names and whole file systems durable. */
public interface Durability {

    /** Makes the names in a directory durable: what was created, renamed and deleted there. */
    void syncDirectory(Path directory) throws LinuxException;

    /** Makes everything written to the file system that a file or directory lies in durable. */
    void syncFileSystem(Path file) throws LinuxException;

    /**
     * Renames within a file system unless the new name exists, in one step.
     *
     * @return false if the new name exists; nothing has changed then
     * @throws LinuxException EINVAL if the file system cannot do so in one step; EXDEV
     */
    boolean renameIfAbsent(Path from, Path to) throws LinuxException;
}
