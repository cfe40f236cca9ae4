package io.ebsnap.linux;

/**
 * Everything the daemon asks of the Linux kernel and the C library, one interface per subject.
 *
 * <p>Instances are safe for use by any number of threads. Every call may block for as long as the kernel does. A failed
 * call is a {@link LinuxException} which names the call, the object, the offset and the error.
 */
public interface Linux {

    /** Opens block devices and image files. */
    BlockDevices blockDevices();

    /** Says what a block device is, what lies on it and who uses it. */
    DeviceInventory deviceInventory();

    /** Binds files to loop devices. */
    LoopControl loopControl();

    /** File systems that this process serves. */
    FuseDevices fuseDevices();

    /** Processes that hold such a file system open. */
    Keepers keepers();

    /** The kernel's NBD driver. */
    NbdControl nbdControl();

    /** Stops and resumes the writers of a mounted file system. */
    FileSystemFreeze fileSystemFreeze();

    /** Makes files share blocks. */
    Reflink reflink();

    /** Says where a file's data lies. */
    Extents extents();

    /** Reserves, frees and measures the space of files and file systems. */
    FileSpace fileSpace();

    /** Locks that the kernel drops when their holder dies. */
    FileLocks fileLocks();

    /** Makes names and whole file systems durable. */
    Durability durability();

    /** Gives cached file pages back. */
    PageCache pageCache();

    /** Looks users and groups up, wherever the machine keeps them. */
    Accounts accounts();

    /** Time that nobody sets. */
    KernelClock kernelClock();

    /** Settings of this process. */
    ProcessSettings processSettings();

    /**
     * Messages to the service manager that started this process.
     *
     * @param socket the value of {@code NOTIFY_SOCKET}: an absolute path, or {@code @} and an abstract name
     */
    Notify notify(String socket);
}
