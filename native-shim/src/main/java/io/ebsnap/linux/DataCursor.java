package io.ebsnap.linux;

import java.io.Closeable;
import java.util.Optional;

/** A walk over the parts of a file that are not holes. For one thread at a time. */
public interface DataCursor extends Closeable {

    /** The next range, or empty at the end of the file. */
    Optional<DataRange> next() throws LinuxException;

    @Override
    void close() throws LinuxException;
}
