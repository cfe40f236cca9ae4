package io.ebsnap.linux;

import java.nio.file.Path;

/** Says where a file's data lies. Cursors read the kernel's answer in pages, so that memory does not grow with the file. */
public interface Extents {

    /**
     * The extents of a range of a regular file, holes left out, in order.
     *
     * @param flush whether to write dirty pages back first; without it the newest data may show as delayed
     * @throws LinuxException EOPNOTSUPP where the file system cannot say
     */
    ExtentCursor extents(Path file, long offset, long length, boolean flush) throws LinuxException;

    /**
     * The ranges of a regular file that are not holes, in order. A file system that cannot tell shows the file as one range;
     * space that was reserved but not written may show as hole or as data.
     */
    DataCursor dataRanges(Path file) throws LinuxException;
}
