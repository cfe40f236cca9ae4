package io.ebsnap.volume;

import java.nio.ByteBuffer;

/** A file that a validity map is kept in. Safe for use by several threads. */
interface PageFile extends AutoCloseable {

    /** Reads until the buffer is full; what lies beyond the end of the file is zeros. */
    void read(long offset, ByteBuffer target);

    /** Writes all remaining bytes; the file grows as needed. */
    void write(long offset, ByteBuffer source);

    /** Makes sure that writing a range later cannot fail for want of space, where the file system can promise that. */
    void reserve(long offset, long length);

    /** Makes what was written durable. */
    void sync();

    /** Whether it was closed well and nothing was written since. */
    boolean isClean();

    /** Durably notes whether it is closed well. */
    void markClean(boolean clean);

    @Override
    void close();
}
