package io.ebsnap.linux;

import java.io.Closeable;
import java.nio.ByteBuffer;

/**
 * Where the kernel's requests to a file system come from and the answers go to. All users of one mount read from one opened
 * device: what one of several has read, and not answered, fails when that one is closed.
 *
 * <p>Any number of threads may call at the same time. Buffers are the caller's and must be direct.
 */
public interface FuseDevice extends Closeable {

    /** The value of {@link #read} when there will be no more requests. */
    int ENDED = -1;

    /**
     * Waits for a request and reads it.
     *
     * @param target must have room for the largest request that was agreed on, and for 8192 bytes; its position moves on by
     *     what was read
     * @return bytes read, or {@link #ENDED} once the file system was unmounted everywhere or aborted
     */
    int read(ByteBuffer target) throws LinuxException;

    /**
     * Writes one whole message: an answer or a notice.
     *
     * @return false if nobody waits for it any more
     * @throws LinuxException EINVAL: the kernel does not know such a message
     */
    boolean write(ByteBuffer message) throws LinuxException;

    /** Lets go of it; calls under way must have ended, or are waited for. Closing twice does nothing. */
    @Override
    void close() throws LinuxException;
}
