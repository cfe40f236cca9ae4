package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import java.nio.ByteBuffer;

/**
 * A catalog record, as the index keeps it, {@code docs/format/index.md}: u64 sequence number, then the bytes of the record's object.
 *
 * @param sequence of the object, from 1
 * @param object its bytes; a window on the value when it was read
 */
public record IndexRecord(long sequence, ArraySlice object) {

    private static final int SEQUENCE_BYTES = 8;

    /** The value's bytes. */
    public byte[] encode() {
        return ByteBuffer.allocate(SEQUENCE_BYTES + object.length())
                .putLong(sequence)
                .put(object.array(), object.offset(), object.length())
                .array();
    }

    /**
     * Reads the value.
     *
     * @throws Failure.Corrupt if it is too short, or the sequence number is below 1
     */
    public static IndexRecord decode(byte[] bytes) {
        if (bytes.length < SEQUENCE_BYTES) {
            throw new Failure.Corrupt("index entry of a catalog record has " + bytes.length + " bytes");
        }
        long sequence = ByteBuffer.wrap(bytes).getLong();
        if (sequence < 1) {
            throw new Failure.Corrupt("index entry of a catalog record has sequence number " + sequence);
        }
        return new IndexRecord(sequence, new ArraySlice(bytes, SEQUENCE_BYTES, bytes.length - SEQUENCE_BYTES));
    }
}
