package io.ebsnap.volume;

import io.ebsnap.linux.AlignedBuffers;
import io.ebsnap.linux.BlockDevice;
import io.ebsnap.linux.LinuxException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Reads and writes of any offset, length and buffer address on a device that may want them aligned. What does not suit goes through a buffer that
 * does, and what is around it in its first and last unit is read before and written again. Safe for use by several threads on ranges
 * that share no unit.
 */
final class AnyAlignment {

    private static final int BUFFER_BYTES = 256 << 10;
    private static final int BUFFERS_KEPT = 4;

    private final BlockDevice device;
    private final int unit;
    private final ArrayBlockingQueue<ByteBuffer> kept = new ArrayBlockingQueue<>(BUFFERS_KEPT);

    /**
     * Access to a device.
     *
     * @param device stays the caller's
     */
    AnyAlignment(BlockDevice device) {
        this.device = device;
        this.unit = device.directAlignmentBytes();
    }

    /** Reads until the buffer is full or the device ends; returns how many bytes. */
    int read(ByteBuffer target, long offset) throws LinuxException {
        if (suits(target, offset)) {
            return device.read(target, offset);
        }
        ByteBuffer buffer = take();
        try {
            int done = 0;
            int got;
            do {
                got = readPart(target, offset + done, buffer);
                done += got;
            } while (got > 0 && target.hasRemaining());
            return done;
        } finally {
            giveBack(buffer);
        }
    }

    private int readPart(ByteBuffer target, long at, ByteBuffer buffer) throws LinuxException {
        int before = (int) (at % unit);
        int wanted = (int) Math.min(BUFFER_BYTES, roundUp(before + (long) target.remaining()));
        int got = device.read(buffer.clear().limit(wanted), at - before) - before;
        int used = Math.clamp(got, 0, target.remaining());
        target.put(buffer.slice(before, used));
        return used;
    }

    /** Writes all remaining bytes. */
    void write(ByteBuffer source, long offset) throws LinuxException {
        long at = offset;
        if (suits(source, offset)) {
            int whole = source.remaining() - source.remaining() % unit;
            device.write(source.slice(source.position(), whole), offset);
            source.position(source.position() + whole);
            at += whole;
        }
        if (source.hasRemaining()) {
            writeThroughBuffer(source, at);
        }
    }

    private void writeThroughBuffer(ByteBuffer source, long offset) throws LinuxException {
        ByteBuffer buffer = take();
        try {
            long at = offset;
            while (source.hasRemaining()) {
                int before = (int) (at % unit);
                int length = Math.min(source.remaining(), BUFFER_BYTES - before);
                int filled = surroundings(buffer, at - before, before, before + length);
                buffer.clear().put(before, source, source.position(), length);
                device.write(buffer.clear().limit(Math.max(filled, before + length)), at - before);
                source.position(source.position() + length);
                at += length;
            }
        } finally {
            giveBack(buffer);
        }
    }

    /**
     * Reads what a write does not cover of its first and last unit.
     *
     * @param start of the first unit, on the device
     * @param from where the write begins in the buffer
     * @param to where it ends
     * @return where what was read of the last unit ends in the buffer: less than a whole unit at the device's end
     */
    private int surroundings(ByteBuffer buffer, long start, int from, int to) throws LinuxException {
        int lastUnit = to - to % unit;
        if (from > 0 && lastUnit > 0) {
            int unused = device.read(buffer.clear().limit(unit), start);
        }
        if (lastUnit == to) {
            return to;
        }
        return lastUnit + device.read(buffer.clear().position(lastUnit).limit(lastUnit + unit), start + lastUnit);
    }

    private boolean suits(ByteBuffer buffer, long offset) {
        return unit == 1 || (offset % unit == 0 && buffer.alignmentOffset(buffer.position(), unit) == 0);
    }

    private long roundUp(long length) {
        return Math.ceilDiv(length, (long) unit) * unit;
    }

    private ByteBuffer take() {
        ByteBuffer known = kept.poll();
        return known == null ? AlignedBuffers.allocate(BUFFER_BYTES) : known;
    }

    private void giveBack(ByteBuffer buffer) {
        boolean unused = kept.offer(buffer);
    }
}
