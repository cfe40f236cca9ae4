package io.ebsnap.store;

import java.nio.ByteBuffer;

/**
 * An object on its way into the store. Used by one thread at a time. Closing it without a commit leaves nothing.
 */
public interface ObjectUpload extends AutoCloseable {

    /** Appends all remaining bytes of {@code bytes}; the buffer belongs to the caller again afterwards. */
    void append(ByteBuffer bytes);

    /** Bytes appended so far. */
    long length();

    /**
     * Makes the object durable and visible.
     *
     * @return whether it was put; false if an object of that name exists, which is left as it is
     */
    boolean commitIfAbsent();

    /** Ends the upload; without a commit nothing of it is left. */
    @Override
    void close();
}
