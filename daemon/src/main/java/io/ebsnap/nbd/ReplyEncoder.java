package io.ebsnap.nbd;

import io.ebsnap.nbd.Dialect.Form;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts the headers of replies into buffers, in the form that was agreed on. Buffers have room: {@link #STATUS_BYTES_MAX}. */
final class ReplyEncoder {

    /** The longest header with all that belongs to it but data, extents and a message. */
    private static final int HEADER_BYTES_MAX = 64;

    /** The longest reply without data or extents. */
    static final int STATUS_BYTES_MAX = HEADER_BYTES_MAX + 4 * ServerLimits.MESSAGE_CHARS_MAX;

    private final Form form;

    ReplyEncoder(Form form) {
        this.form = form;
    }

    Form form() {
        return form;
    }

    /** A run of one status. */
    record StatusRun(long length, int status) {}

    /** A reply without content: all went well. */
    void putDone(ByteBuffer target, Request request) {
        if (form == Form.SIMPLE) {
            putSimple(target, request, 0);
        } else {
            putChunk(target, request, Protocol.REPLY_NONE, Protocol.REPLY_FLAG_DONE, 0);
        }
    }

    /** A reply that names an error, and says what went wrong where the form has room for it. */
    void putError(ByteBuffer target, Request request, int error, String message) {
        if (form == Form.SIMPLE) {
            putSimple(target, request, error);
            return;
        }
        byte[] text = message.substring(0, Math.min(message.length(), ServerLimits.MESSAGE_CHARS_MAX))
                .getBytes(StandardCharsets.UTF_8);
        int length = Integer.BYTES + Short.BYTES + text.length;
        putChunk(target, request, Protocol.REPLY_ERROR, Protocol.REPLY_FLAG_DONE, length);
        target.putInt(error).putShort((short) text.length).put(text);
    }

    /** What stands before the data of a range. */
    void putDataHeader(ByteBuffer target, Request request, long offset, int length, boolean last) {
        if (form == Form.SIMPLE) {
            putSimple(target, request, 0);
        } else {
            putChunk(target, request, Protocol.REPLY_OFFSET_DATA, done(last), Long.BYTES + length);
            target.putLong(offset);
        }
    }

    /** A range that reads as zeros; not in the simple form. */
    void putHole(ByteBuffer target, Request request, long offset, int length, boolean last) {
        putChunk(target, request, Protocol.REPLY_OFFSET_HOLE, done(last), Long.BYTES + Integer.BYTES);
        target.putLong(offset).putInt(length);
    }

    /** How many bytes {@link #putStatus} needs. */
    int statusBytes(int runs) {
        return HEADER_BYTES_MAX + runs * (form == Form.EXTENDED ? 2 * Long.BYTES : 2 * Integer.BYTES);
    }

    /** The status of a range in one context; not in the simple form. */
    void putStatus(ByteBuffer target, Request request, MetaContext context, List<StatusRun> runs, boolean last) {
        if (form == Form.EXTENDED) {
            int length = 2 * Integer.BYTES + runs.size() * 2 * Long.BYTES;
            putChunk(target, request, Protocol.REPLY_BLOCK_STATUS_EXT, done(last), length);
            target.putInt(context.id()).putInt(runs.size());
            runs.forEach(run -> target.putLong(run.length()).putLong(run.status()));
        } else {
            int length = Integer.BYTES + runs.size() * 2 * Integer.BYTES;
            putChunk(target, request, Protocol.REPLY_BLOCK_STATUS, done(last), length);
            target.putInt(context.id());
            runs.forEach(run -> target.putInt((int) run.length()).putInt(run.status()));
        }
    }

    private static int done(boolean last) {
        return last ? Protocol.REPLY_FLAG_DONE : 0;
    }

    private static void putSimple(ByteBuffer target, Request request, int error) {
        target.putInt(Protocol.SIMPLE_REPLY_MAGIC).putInt(error).putLong(request.cookie());
    }

    private void putChunk(ByteBuffer target, Request request, int type, int flags, int length) {
        boolean extended = form == Form.EXTENDED;
        target.putInt(extended ? Protocol.EXTENDED_REPLY_MAGIC : Protocol.STRUCTURED_REPLY_MAGIC);
        target.putShort((short) flags).putShort((short) type).putLong(request.cookie());
        if (extended) {
            target.putLong(request.offset()).putLong(length);
        } else {
            target.putInt(length);
        }
    }
}
