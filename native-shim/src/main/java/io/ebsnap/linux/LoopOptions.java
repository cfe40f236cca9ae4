package io.ebsnap.linux;

import java.nio.file.Path;

/**
 * How to bind a file to a loop device.
 *
 * @param backingFile a regular file or a block device
 * @param readOnly whether the device refuses writes
 * @param directIo whether the device reads and writes its file past the page cache; where the file's own file system cannot
 *     do that the kernel silently does without, see {@link LoopStatus#directIo()}
 * @param autoClear whether it is unbound when the last opener closes it
 * @param partitionScan whether the kernel looks for partitions
 * @param logicalSectorBytes 512, 1024, 2048 or 4096; 0 for the kernel's choice
 * @param offset where in the file the device begins: bytes
 * @param sizeLimit how long it is at most: bytes; 0 for up to the end of the file
 */
public record LoopOptions(
        Path backingFile,
        boolean readOnly,
        boolean directIo,
        boolean autoClear,
        boolean partitionScan,
        int logicalSectorBytes,
        long offset,
        long sizeLimit) {

    /** A whole file, written and read through the page cache, 512-byte sectors. */
    public static LoopOptions of(Path backingFile) {
        return new LoopOptions(backingFile, false, false, false, false, 0, 0, 0);
    }

    /** The same, refusing writes. */
    public LoopOptions withReadOnly() {
        return new LoopOptions(
                backingFile, true, directIo, autoClear, partitionScan, logicalSectorBytes, offset, sizeLimit);
    }

    /** The same, past the page cache where that can be done. */
    public LoopOptions withDirectIo() {
        return new LoopOptions(
                backingFile, readOnly, true, autoClear, partitionScan, logicalSectorBytes, offset, sizeLimit);
    }

    /** The same, unbound when the last opener closes it. */
    public LoopOptions withAutoClear() {
        return new LoopOptions(
                backingFile, readOnly, directIo, true, partitionScan, logicalSectorBytes, offset, sizeLimit);
    }

    /** The same, with its partitions as devices. */
    public LoopOptions withPartitionScan() {
        return new LoopOptions(backingFile, readOnly, directIo, autoClear, true, logicalSectorBytes, offset, sizeLimit);
    }

    /** The same with sectors of 512, 1024, 2048 or 4096 bytes. */
    public LoopOptions withLogicalSectorBytes(int bytes) {
        return new LoopOptions(backingFile, readOnly, directIo, autoClear, partitionScan, bytes, offset, sizeLimit);
    }

    /** The same for a part of the file: bytes; a {@code length} of 0 means up to the end. */
    public LoopOptions withRange(long start, long length) {
        return new LoopOptions(
                backingFile, readOnly, directIo, autoClear, partitionScan, logicalSectorBytes, start, length);
    }
}
