package io.ebsnap.geometry;

import java.util.Objects;

/**
 * A range of a byte array that somebody else owns. Short-lived: made for a call, not kept.
 *
 * @param array not copied
 * @param offset where the range begins
 * @param length of the range in bytes
 */
@SuppressWarnings("ArrayRecordComponent") // a window on the caller's buffer: copying it would defeat it
public record ArraySlice(byte[] array, int offset, int length) {

    public ArraySlice {
        Objects.checkFromIndexSize(offset, length, array.length);
    }

    /** The whole of an array. */
    public static ArraySlice of(byte[] array) {
        return new ArraySlice(array, 0, array.length);
    }
}
