package io.ebsnap.linux;

import java.nio.file.Path;

/**
 * What a loop device is bound to.
 *
 * @param device {@code /dev/loop0}
 * @param backingFile as the kernel shows it, without the mark of a deleted file
 * @param backingFileDeleted whether its name is gone
 * @param backingNumber the device that the file lies on
 * @param backingInode the file's number there
 * @param offset where in the file the device begins: bytes
 * @param sizeLimit how long it is at most: bytes; 0 for up to the end of the file
 * @param readOnly whether it refuses writes
 * @param directIo whether it goes past the page cache
 * @param autoClear whether it is unbound when the last opener closes it; also once it was detached while in use
 * @param partitionScan whether the kernel looks for partitions
 */
public record LoopStatus(
        Path device,
        Path backingFile,
        boolean backingFileDeleted,
        DeviceNumber backingNumber,
        long backingInode,
        long offset,
        long sizeLimit,
        boolean readOnly,
        boolean directIo,
        boolean autoClear,
        boolean partitionScan) {}
