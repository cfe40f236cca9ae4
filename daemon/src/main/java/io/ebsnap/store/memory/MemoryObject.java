package io.ebsnap.store.memory;

import java.nio.ByteBuffer;
import java.util.List;

/** The bytes of an object in segments of {@link #SEGMENT_BYTES}, of which the last may be shorter. Immutable once committed. */
final class MemoryObject {

    static final int SEGMENT_BYTES = 256 * 1024;

    private final List<byte[]> segments;
    private final long length;

    MemoryObject(List<byte[]> segments, long length) {
        this.segments = List.copyOf(segments);
        this.length = length;
    }

    long length() {
        return length;
    }

    /** Fills {@code target}; the range is within the object. */
    void read(long offset, ByteBuffer target) {
        long position = offset;
        while (target.hasRemaining()) {
            byte[] segment = segments.get(Math.toIntExact(position / SEGMENT_BYTES));
            int from = (int) (position % SEGMENT_BYTES);
            int count = Math.min(segment.length - from, target.remaining());
            target.put(segment, from, count);
            position += count;
        }
    }
}
