package io.ebsnap.nbd;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What an option holds. Whatever does not fit is {@link Malformed}. */
final class OptionData {

    private final ByteBuffer data;

    /** An option that makes no sense; the client is told so and may go on. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String found) {
            super(found);
        }
    }

    /** @param data bounded by the caller */
    OptionData(byte[] data) {
        this.data = ByteBuffer.wrap(data);
    }

    int readShort() throws Malformed {
        try {
            return Short.toUnsignedInt(data.getShort());
        } catch (BufferUnderflowException e) {
            throw new Malformed("an option that is too short");
        }
    }

    int readInt() throws Malformed {
        try {
            return data.getInt();
        } catch (BufferUnderflowException e) {
            throw new Malformed("an option that is too short");
        }
    }

    /** A text with its length before it. */
    String readText() throws Malformed {
        int length = readInt();
        if (length < 0 || length > data.remaining()) {
            throw new Malformed("a text of " + Integer.toUnsignedString(length) + " bytes in an option that has "
                    + data.remaining() + " more");
        }
        return readText(length);
    }

    /** All that is left, as a text. */
    String readRest() throws Malformed {
        return readText(data.remaining());
    }

    /** Texts with their number before them. */
    List<String> readTexts() throws Malformed {
        int count = readInt();
        if (count < 0 || count > ServerLimits.QUERIES_MAX) {
            throw new Malformed(Integer.toUnsignedString(count) + " queries; at most " + ServerLimits.QUERIES_MAX
                    + " are answered");
        }
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(readText());
        }
        return texts;
    }

    void requireEnd() throws Malformed {
        if (data.hasRemaining()) {
            throw new Malformed(data.remaining() + " bytes too many");
        }
    }

    private String readText(int length) throws Malformed {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(data.slice(data.position(), length))
                    .toString();
            data.position(data.position() + length);
            return text;
        } catch (CharacterCodingException e) {
            throw new Malformed("a text that is not UTF-8");
        }
    }
}
