package io.ebsnap.remote;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One message that is put together: its length, its type, its fields. To be used again and again, by one thread at a time. */
final class FrameWriter {

    private static final int HEADER = Integer.BYTES + 1;

    private final ByteBuffer bytes;

    /** @param bytesMax of a message, without its length */
    FrameWriter(int bytesMax) {
        this.bytes = ByteBuffer.allocate(Integer.BYTES + bytesMax);
    }

    FrameWriter begin(int type) {
        bytes.clear().position(Integer.BYTES);
        bytes.put((byte) type);
        return this;
    }

    FrameWriter u8(int value) {
        bytes.put((byte) value);
        return this;
    }

    FrameWriter u16(int value) {
        bytes.putShort((short) value);
        return this;
    }

    FrameWriter u32(int value) {
        bytes.putInt(value);
        return this;
    }

    FrameWriter i64(long value) {
        bytes.putLong(value);
        return this;
    }

    FrameWriter raw(byte[] value) {
        bytes.put(value);
        return this;
    }

    /** A text of at most 65,535 bytes in UTF-8. */
    FrameWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > 0xffff) {
            throw new IllegalArgumentException("a text of " + utf8.length + " bytes");
        }
        return u16(utf8.length).raw(utf8);
    }

    /** Where the next field goes, in {@link #array()}. */
    int position() {
        return bytes.position();
    }

    int room() {
        return bytes.remaining();
    }

    byte[] array() {
        return bytes.array();
    }

    /** So many bytes more were put into the array. */
    FrameWriter filled(int count) {
        bytes.position(bytes.position() + count);
        return this;
    }

    /** Sets the length; {@link #array()} holds the message from its beginning. */
    int finish() {
        int length = bytes.position();
        if (length < HEADER) {
            throw new IllegalStateException("no message was begun");
        }
        bytes.putInt(0, length - Integer.BYTES);
        return length;
    }
}
