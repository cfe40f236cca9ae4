package io.ebsnap.linux;

import java.nio.file.Path;

/** Opens block devices and image files. */
public interface BlockDevices {

    /**
     * Opens a block device, or a regular file that holds an image of one.
     *
     * @param path followed through symbolic links; must exist
     * @throws LinuxException ENOENT, EACCES; EBUSY if exclusive access was asked for and somebody holds the device; EROFS
     *     if it is read-only and was to be written; EINVAL if direct access was asked for and cannot be had;
     *     ENOTBLK if it is neither a block device nor a regular file
     */
    BlockDevice open(Path path, DeviceAccess access) throws LinuxException;
}
