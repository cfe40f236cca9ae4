package io.ebsnap.device.nbd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** Asks for bytes, and puts them into the caller's buffer as they come. */
final class NbdReadRequest extends NbdRequest {

    private static final int READ = 0;
    private static final int DATA = 1;
    private static final int HOLE = 2;
    private static final int HOLE_BYTES = 12;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 << 10).asReadOnlyBuffer();

    private final ByteBuffer target;

    /** Ranges of the target that were filled, start to end, none of which overlap or touch. */
    private final TreeMap<Integer, Integer> filled = new TreeMap<>();

    /** {@code target}'s remaining bytes are read. It belongs to the request until that is done. */
    NbdReadRequest(long offset, ByteBuffer target) {
        super(READ, offset, target.remaining());
        this.target = target.slice();
    }

    @Override
    void readSimple(NbdWire wire) throws IOException {
        wire.readFully(target.duplicate());
        filled.put(0, length());
    }

    @Override
    void readChunk(int chunkType, int chunkLength, NbdWire wire) throws IOException {
        if (chunkType == DATA && chunkLength > Long.BYTES) {
            wire.readFully(claim(wire.readLong(), chunkLength - Long.BYTES));
        } else if (chunkType == HOLE && chunkLength == HOLE_BYTES) {
            zero(claim(wire.readLong(), wire.readUnsignedInt()));
        } else {
            throw new NbdProtocolException("chunk " + chunkType + " of " + chunkLength + " bytes in reply to a read");
        }
    }

    @Override
    void requireWhole() throws NbdProtocolException {
        Map.Entry<Integer, Integer> first = filled.firstEntry();
        if (first == null || first.getKey() != 0 || first.getValue() != length()) {
            throw new NbdProtocolException("a reply that does not fill the " + length() + " bytes asked for at offset "
                    + offset() + ": " + filled);
        }
    }

    /** The part of the target that a chunk fills: inside of what was asked for, and not filled yet. */
    private ByteBuffer claim(long at, long bytes) throws NbdProtocolException {
        long from = at - offset();
        if (at < offset() || bytes < 1 || from > length() - bytes) {
            throw new NbdProtocolException("a chunk of " + bytes + " bytes at offset " + Long.toUnsignedString(at)
                    + " in reply to a read of " + length() + " at " + offset());
        }
        int start = (int) from;
        int end = (int) (from + bytes);
        Map.Entry<Integer, Integer> before = filled.lowerEntry(end);
        if (before != null && before.getValue() > start) {
            throw new NbdProtocolException("chunks that overlap at offset " + at);
        }
        fill(start, end);
        return target.slice(start, end - start);
    }

    private void fill(int start, int end) {
        Map.Entry<Integer, Integer> before = filled.floorEntry(start);
        int from = before != null && before.getValue() == start ? before.getKey() : start;
        Integer after = filled.remove(end);
        filled.put(from, after == null ? end : after);
    }

    private static void zero(ByteBuffer range) {
        while (range.hasRemaining()) {
            range.put(ZEROS.slice(0, Math.min(ZEROS.capacity(), range.remaining())));
        }
    }
}
