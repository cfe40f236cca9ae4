package io.ebsnap.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/**
 * A request in the making, in the machine's byte order; it asks for an acknowledgement. For one thread and one use.
 *
 * <pre>
 * 0 u32 length of all       16 u8 command            attribute: 0 u16 length with this header
 * 4 u16 type: the family    17 u8 version                       2 u16 type; 0x8000: has attributes
 * 6 u16 flags               18 u16 zero                         4 value, padded to 4 bytes
 * 8 u32 sequence            20 attributes
 * 12 u32 sender, zero
 * </pre>
 */
final class NetlinkRequest {

    static final int HEADER_BYTES = 16;
    static final int COMMAND_BYTES = 4;
    static final int ATTRIBUTE_BYTES = 4;
    static final int ALIGNMENT = 4;
    static final int NESTED = 0x8000;

    private static final int REQUEST = 1;
    private static final int ACKNOWLEDGE = 4;
    private static final int VERSION = 1;

    /** Several times what the longest request needs; more is a mistake of the caller. */
    private static final int BYTES_MAX = 4096;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES_MAX).order(ByteOrder.nativeOrder());
    private final ArrayDeque<Integer> open = new ArrayDeque<>();

    /**
     * A request without attributes.
     *
     * @param family the kernel's number for whom it is to
     * @param sequence given back in the answers
     */
    NetlinkRequest(int family, int command, int sequence) {
        bytes.putInt(0).putShort((short) family).putShort((short) (REQUEST | ACKNOWLEDGE));
        bytes.putInt(sequence).putInt(0);
        bytes.put((byte) command).put((byte) VERSION).putShort((short) 0);
    }

    NetlinkRequest putInt(int type, int value) {
        header(type, Integer.BYTES).putInt(value);
        return this;
    }

    NetlinkRequest putLong(int type, long value) {
        header(type, Long.BYTES).putLong(value);
        return this;
    }

    /** With the zero byte that ends it. */
    NetlinkRequest putString(int type, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        header(type, text.length + 1).put(text).put((byte) 0);
        while (bytes.position() % ALIGNMENT != 0) {
            bytes.put((byte) 0);
        }
        return this;
    }

    /** What is put from now on, up to {@link #end}, lies in an attribute of this type. */
    NetlinkRequest begin(int type) {
        open.push(bytes.position());
        header(type | NESTED, 0);
        return this;
    }

    NetlinkRequest end() {
        int start = open.pop();
        bytes.putShort(start, (short) (bytes.position() - start));
        return this;
    }

    /** All of it, from its position to its limit. */
    ByteBuffer finish() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("an attribute was begun and not ended");
        }
        return bytes.putInt(0, bytes.position()).flip();
    }

    private ByteBuffer header(int type, int length) {
        return bytes.putShort((short) (ATTRIBUTE_BYTES + length)).putShort((short) type);
    }
}
