package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.AlignedBuffers;
import io.ebsnap.linux.LinuxException;
import java.nio.ByteBuffer;

/**
 * Whether something lies on a device that a restore would destroy.
 *
 * <p>Read are the first and the last MiB, where every partition table, file system, volume group and array has its mark, and
 * samples between them. Anything but zeros counts.
 */
final class Contents {

    private static final int EDGE_BYTES = 1 << 20;
    private static final int SAMPLE_BYTES = 4096;
    private static final int SAMPLES = 64;

    private Contents() {}

    /** Refuses a device that is not blank, unless the user forces it. */
    static void requireBlank(DeviceWindow window, TargetOrder order) throws LinuxException {
        if (!order.force() && !blank(window)) {
            throw new Failure.Conflict(
                    order.target() + " is not empty",
                    "--force overwrites what is on it; choose another target otherwise");
        }
    }

    private static boolean blank(DeviceWindow window) throws LinuxException {
        long sizeBytes = window.sizeBytes();
        ByteBuffer buffer = AlignedBuffers.allocate(EDGE_BYTES + AlignedBuffers.ALIGNMENT);
        if (!zeros(window, 0, Math.min(EDGE_BYTES, sizeBytes), buffer)) {
            return false;
        }
        long lastEdge = aligned(Math.max(0, sizeBytes - EDGE_BYTES));
        if (!zeros(window, lastEdge, sizeBytes - lastEdge, buffer)) {
            return false;
        }
        for (long sample = 1; sample < SAMPLES; sample++) {
            long offset = aligned(sizeBytes / SAMPLES * sample);
            if (!zeros(window, offset, Math.min(SAMPLE_BYTES, sizeBytes - offset), buffer)) {
                return false;
            }
        }
        return true;
    }

    private static long aligned(long offset) {
        return offset - offset % AlignedBuffers.ALIGNMENT;
    }

    private static boolean zeros(DeviceWindow window, long offset, long length, ByteBuffer buffer)
            throws LinuxException {
        buffer.clear().limit(Math.toIntExact(length));
        window.read(buffer, offset);
        buffer.flip();
        while (buffer.remaining() >= Long.BYTES) {
            if (buffer.getLong() != 0) {
                return false;
            }
        }
        while (buffer.hasRemaining()) {
            if (buffer.get() != 0) {
                return false;
            }
        }
        return true;
    }
}
