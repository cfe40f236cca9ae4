package io.ebsnap.linux;

import java.nio.file.Path;

/** Reserves, frees and measures the space of files and file systems. Offsets and lengths are bytes. */
public interface FileSpace {

    /**
     * Reserves space, so that writing there cannot fail for want of it; the file grows if the range lies beyond its end.
     *
     * @return false if the file system cannot; nothing has changed then
     * @throws LinuxException ENOSPC; some of the range may be reserved then
     */
    boolean allocate(Path file, long offset, long length) throws LinuxException;

    /**
     * Makes a range a hole: it reads as zeros and its whole blocks are freed. The file keeps its size.
     *
     * @return false if the file system cannot; nothing has changed then
     */
    boolean punchHole(Path file, long offset, long length) throws LinuxException;

    /**
     * Makes a range read as zeros, its space reserved; the file grows if the range lies beyond its end.
     *
     * @return false if the file system cannot; nothing has changed then
     */
    boolean zeroRange(Path file, long offset, long length) throws LinuxException;

    /** How much of the disk a file takes: bytes; what it shares with other files is counted in each. */
    long allocatedBytes(Path file) throws LinuxException;

    /** Size and free space of the file system that a file or directory lies in. */
    FileSystemUsage usage(Path file) throws LinuxException;
}
