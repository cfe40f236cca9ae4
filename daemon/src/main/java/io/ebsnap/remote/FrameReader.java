package io.ebsnap.remote;

import io.ebsnap.failure.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The fields of a message that came, read one after the other. Whatever does not fit is an error; nothing is made as large as a number from outside says. */
final class FrameReader {

    private final int type;
    private final byte[] array;
    private final ByteBuffer bytes;

    /**
     * A message's fields.
     *
     * @param array that has them, and is not changed as long as the message is read
     * @param from where they begin
     * @param to where they end
     */
    FrameReader(int type, byte[] array, int from, int to) {
        this.type = type;
        this.array = array;
        this.bytes = ByteBuffer.wrap(array, from, to - from);
    }

    int type() {
        return type;
    }

    int u8() {
        require(1);
        return bytes.get() & 0xff;
    }

    int u16() {
        require(Short.BYTES);
        return bytes.getShort() & 0xffff;
    }

    int u32() {
        require(Integer.BYTES);
        return bytes.getInt();
    }

    long i64() {
        require(Long.BYTES);
        return bytes.getLong();
    }

    /** A number within bounds. */
    long i64(String what, long min, long max) {
        long value = i64();
        if (value < min || value > max) {
            throw nonsense(what + " " + value + " is not in " + min + ".." + max);
        }
        return value;
    }

    /** A count within bounds. */
    int u16(String what, int max) {
        int value = u16();
        if (value > max) {
            throw nonsense(value + " " + what + " are more than " + max);
        }
        return value;
    }

    byte[] raw(int count) {
        require(count);
        byte[] raw = new byte[count];
        bytes.get(raw);
        return raw;
    }

    /** A text of at most so many characters. */
    String text(String what, int charactersMax) {
        int length = u16(what, 4 * charactersMax);
        require(length);
        ByteBuffer utf8 = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
            if (text.length() > charactersMax) {
                throw nonsense(what + " has " + text.length() + " characters");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw nonsense(what + " is no text");
        }
    }

    /** What is left. */
    int remaining() {
        return bytes.remaining();
    }

    byte[] array() {
        return array;
    }

    int position() {
        return bytes.position();
    }

    /** Everything was read. */
    void end() {
        if (bytes.hasRemaining()) {
            throw nonsense(bytes.remaining() + " bytes too many");
        }
    }

    /** What no honest other side sends. */
    Failure.Corrupt nonsense(String what) {
        return new Failure.Corrupt("a message of type " + type + " from the remote makes no sense: " + what);
    }

    private void require(int count) {
        if (count > bytes.remaining()) {
            throw nonsense("it is cut off");
        }
    }
}
