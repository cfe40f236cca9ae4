package io.ebsnap.nbd;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is ready to be sent.
 *
 * @param parts all that is sent, in order
 * @param payload that some parts lie in, to be closed when they were sent; or null
 */
record Reply(List<ByteBuffer> parts, @Nullable Payload payload) implements AutoCloseable {

    Reply {
        parts = List.copyOf(parts);
    }

    /** Gives its memory back. */
    @Override
    public void close() {
        if (payload != null) {
            payload.close();
        }
    }
}
