package io.ebsnap.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Binds files to loop devices. Other processes may do so at the same time. */
public interface LoopControl {

    /**
     * Binds a file to a free loop device, making a new device where none is free, and trying another one when somebody else
     * takes it first.
     *
     * @return holds the device open, so that one that clears itself stays until it is closed
     * @throws LinuxException ENOENT, EACCES: the file; EINVAL: options the kernel refuses; EBUSY: every device tried was
     *     taken by others
     */
    LoopDevice attach(LoopOptions options) throws LinuxException;

    /**
     * A device that was free a moment ago, made where there was none; somebody else may take it first.
     *
     * @return {@code /dev/loop0}
     */
    Path freeDevice() throws LinuxException;

    /**
     * Unbinds a loop device. While others hold it open it stays, and goes when the last one closes it.
     *
     * @param device {@code /dev/loop0}
     * @return whether it was attached
     */
    boolean detach(Path device) throws LinuxException;

    /**
     * What a loop device is bound to; empty if it is free, or over a file that a process serves through {@code /dev/fuse}: the kernel would ask that
     * process.
     */
    Optional<LoopStatus> status(Path device) throws IOException;

    /** Every attached loop device whose backing file is this file, by device and inode, under whatever name. */
    List<LoopStatus> attachedTo(Path backingFile) throws IOException;

    /**
     * Every attached loop device, by number, but for those over a file that a process serves through {@code /dev/fuse}: the
     * kernel would ask that process, which may be this one, or dead.
     */
    List<LoopStatus> attached() throws IOException;

    /** Makes a loop device as large as its backing file is now. */
    void refreshCapacity(Path device) throws LinuxException;
}
