package io.ebsnap.nbd;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** Replies without a payload, each in a buffer of its own. */
final class SmallReply {

    private SmallReply() {}

    /**
     * A reply of a known kind.
     *
     * @param content puts it, at most {@link ReplyEncoder#STATUS_BYTES_MAX} bytes
     */
    static Reply of(Consumer<ByteBuffer> content) {
        return of(ReplyEncoder.STATUS_BYTES_MAX, content);
    }

    /** A reply of a bounded length. */
    static Reply of(int bytesMax, Consumer<ByteBuffer> content) {
        ByteBuffer buffer = ByteBuffer.allocate(bytesMax);
        content.accept(buffer);
        return new Reply(List.of(buffer.flip()), null);
    }
}
