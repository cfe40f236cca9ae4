package io.ebsnap.linux;

import java.nio.file.Path;

/** File systems that this process serves, through {@code /dev/fuse}. */
public interface FuseDevices {

    /**
     * Mounts a file system of one file. The kernel's first request waits in the device; until it is answered, every other one
     * waits.
     *
     * @return the device that its requests come from; the file system ends when the last process has closed it
     * @throws LinuxException ENOENT, ENODEV: no {@code /dev/fuse}; EPERM: this process may not mount
     */
    FuseDevice mount(FuseMount mount) throws LinuxException;

    /**
     * Takes a device back from the process that kept it.
     *
     * @param name for messages
     * @throws LinuxException ESRCH if the process is gone; EPERM without CAP_SYS_PTRACE; ENOSYS before Linux 5.6
     */
    FuseDevice takeFrom(Keeper keeper, String name) throws LinuxException;

    /**
     * Takes a mount away from its place at once, whoever uses its file; asks nobody who serves it.
     *
     * @return whether something was mounted there
     */
    boolean unmount(Path mountPoint) throws LinuxException;
}
