package io.ebsnap.nbd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Answers to options. They go out with {@link #flush}, or before when there are many. */
final class OptionReplies {

    private static final int HEADER_BYTES = 20;
    private static final int BYTES = 16 << 10;

    private final Transport transport;
    private final ByteBuffer buffer = ByteBuffer.allocate(BYTES);

    OptionReplies(Transport transport) {
        this.transport = transport;
    }

    /** Bytes that are no answer to an option: greetings, and what follows the old choice of an export. */
    void putRaw(byte[] bytes) throws IOException {
        room(bytes.length).put(bytes);
    }

    void acknowledge(int option) throws IOException {
        header(option, Protocol.REP_ACK, 0);
    }

    /** @param error one of {@code REP_ERR_} */
    void refuse(int option, int error, String message) throws IOException {
        byte[] text = bytes(message);
        header(option, error, text.length).put(text);
    }

    void server(Exports.Entry export) throws IOException {
        byte[] name = bytes(export.name());
        byte[] description = bytes(export.description());
        header(Protocol.OPT_LIST, Protocol.REP_SERVER, Integer.BYTES + name.length + description.length)
                .putInt(name.length)
                .put(name)
                .put(description);
    }

    void infoExport(int option, long sizeBytes, int flags) throws IOException {
        header(option, Protocol.REP_INFO, 12)
                .putShort((short) Protocol.INFO_EXPORT)
                .putLong(sizeBytes)
                .putShort((short) flags);
    }

    void infoBlockSize(int option, int payloadMax) throws IOException {
        header(option, Protocol.REP_INFO, 14)
                .putShort((short) Protocol.INFO_BLOCK_SIZE)
                .putInt(ServerLimits.BLOCK_BYTES_MIN)
                .putInt(ServerLimits.BLOCK_BYTES_PREFERRED)
                .putInt(payloadMax);
    }

    /** @param type of the information: a name or a description */
    void infoText(int option, int type, String content) throws IOException {
        byte[] text = bytes(content);
        header(option, Protocol.REP_INFO, Short.BYTES + text.length)
                .putShort((short) type)
                .put(text);
    }

    /** @param id 0 where nothing is selected */
    void context(int option, int id, MetaContext context) throws IOException {
        byte[] name = bytes(context.contextName());
        header(option, Protocol.REP_META_CONTEXT, Integer.BYTES + name.length)
                .putInt(id)
                .put(name);
    }

    void flush() throws IOException {
        buffer.flip();
        try {
            transport.write(new ByteBuffer[] {buffer}, buffer.hasRemaining() ? 1 : 0);
        } finally {
            buffer.clear();
        }
    }

    private ByteBuffer header(int option, int type, int length) throws IOException {
        return room(HEADER_BYTES + length)
                .putLong(Protocol.OPTION_REPLY_MAGIC)
                .putInt(option)
                .putInt(type)
                .putInt(length);
    }

    private ByteBuffer room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }

    /** A text, cut to what the protocol allows. */
    private static byte[] bytes(String text) {
        return text.substring(0, Math.min(text.length(), ServerLimits.MESSAGE_CHARS_MAX))
                .getBytes(StandardCharsets.UTF_8);
    }
}
