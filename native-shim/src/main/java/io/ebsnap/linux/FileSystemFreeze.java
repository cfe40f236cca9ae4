package io.ebsnap.linux;

import java.nio.file.Path;

/**
 * Stops and resumes the writers of a mounted file system. While it is frozen its device holds one consistent state, and every
 * process that writes to it waits, this one too: nothing that this process needs to go on may lie there. The death of the
 * process that froze it does not thaw it.
 */
public interface FileSystemFreeze {

    /**
     * Writes everything back and blocks writers.
     *
     * @param mountPoint or any directory of the file system
     * @throws LinuxException EBUSY if it is frozen already; EOPNOTSUPP if its kind cannot be frozen; EPERM without
     *     CAP_SYS_ADMIN
     */
    void freeze(Path mountPoint) throws LinuxException;

    /**
     * Lets writers go on.
     *
     * @return false if it was not frozen
     */
    boolean thaw(Path mountPoint) throws LinuxException;

    /**
     * Whether a file system that is frozen is frozen once more when the device mapper suspends its device, as LVM lets it do. It is since Linux 6.8
     * (bdev_freeze with FREEZE_MAY_NEST in fs/super.c); before, suspending fails with EBUSY.
     */
    boolean nests();
}
