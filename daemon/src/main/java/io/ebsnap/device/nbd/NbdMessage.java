package io.ebsnap.device.nbd;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A message that is put together: numbers are big-endian, a name has its length before it. */
final class NbdMessage {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    NbdMessage putShort(int value) {
        bytes.write(value >> 8);
        bytes.write(value);
        return this;
    }

    NbdMessage putInt(int value) {
        return putShort(value >>> 16).putShort(value);
    }

    NbdMessage putLong(long value) {
        return putInt((int) (value >>> 32)).putInt((int) value);
    }

    NbdMessage putText(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    NbdMessage putName(String name) {
        return putInt(name.getBytes(StandardCharsets.UTF_8).length).putText(name);
    }

    NbdMessage putMessage(NbdMessage other) {
        bytes.writeBytes(other.bytes.toByteArray());
        return this;
    }

    int length() {
        return bytes.size();
    }

    ByteBuffer toBuffer() {
        return ByteBuffer.wrap(bytes.toByteArray());
    }
}
