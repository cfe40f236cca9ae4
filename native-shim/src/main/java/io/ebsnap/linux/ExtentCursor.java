package io.ebsnap.linux;

import java.io.Closeable;
import java.util.Optional;

/** A walk over a file's extents. For one thread at a time. */
public interface ExtentCursor extends Closeable {

    /** The next extent, or empty at the end of the range. */
    Optional<Extent> next() throws LinuxException;

    @Override
    void close() throws LinuxException;
}
