package io.ebsnap.nbd;

import java.util.Set;

/**
 * How a connection's messages look.
 *
 * @param form of requests and replies
 * @param contexts that the client may ask a range's status of
 */
record Dialect(Form form, Set<MetaContext> contexts) {

    /** What nobody has agreed on anything yet speaks, and the kernel always. */
    static final Dialect SIMPLE = new Dialect(Form.SIMPLE, Set.of());

    Dialect {
        contexts = Set.copyOf(contexts);
    }

    /** The forms of messages, with the lengths of their headers in bytes. */
    enum Form {
        SIMPLE(28, 16, 0),
        STRUCTURED(28, 20, 8),
        EXTENDED(32, 32, 8);

        private final int requestBytes;
        private final int replyBytes;
        private final int offsetBytes;

        Form(int requestBytes, int replyBytes, int offsetBytes) {
            this.requestBytes = requestBytes;
            this.replyBytes = replyBytes;
            this.offsetBytes = offsetBytes;
        }

        int requestBytes() {
            return requestBytes;
        }

        int replyBytes() {
            return replyBytes;
        }

        /** What stands before the data in a reply to a read. */
        int dataHeaderBytes() {
            return replyBytes + offsetBytes;
        }
    }

    /** The flags that tell a client what it may ask for. */
    int transmissionFlags(boolean readOnly) {
        int flags = Protocol.SEND_HAS_FLAGS
                | Protocol.SEND_FLUSH
                | Protocol.SEND_FUA
                | Protocol.SEND_TRIM
                | Protocol.SEND_WRITE_ZEROES
                | Protocol.SEND_FAST_ZERO
                | Protocol.SEND_MULTI_CONN
                | Protocol.SEND_CACHE;
        flags |= readOnly ? Protocol.SEND_READ_ONLY : 0;
        flags |= form != Form.SIMPLE ? Protocol.SEND_DF : 0;
        boolean mayChoose = form == Form.EXTENDED && !contexts.isEmpty();
        return flags | (mayChoose ? Protocol.SEND_BLOCK_STATUS_PAYLOAD : 0);
    }
}
