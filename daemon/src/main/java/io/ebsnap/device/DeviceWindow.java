package io.ebsnap.device;

import io.ebsnap.linux.BlockDevice;
import io.ebsnap.linux.LinuxException;
import java.nio.ByteBuffer;

/**
 * A part of an open device or file that is a volume's content: all of it, or what a loop device shows of its backing file.
 *
 * @param device open; closed by the window's owner
 * @param start where the part begins in it: bytes
 * @param sizeBytes how long the part is
 */
record DeviceWindow(BlockDevice device, long start, long sizeBytes) {

    /** All of a device, at its present size. */
    static DeviceWindow whole(BlockDevice device) throws LinuxException {
        return new DeviceWindow(device, 0, device.sizeBytes());
    }

    int read(ByteBuffer target, long offset) throws LinuxException {
        return device.read(target, Math.addExact(start, offset));
    }

    /** Whether the device has become too short for the window. */
    boolean shrunk() throws LinuxException {
        return device.sizeBytes() < Math.addExact(start, sizeBytes);
    }

    /** Refuses a range that is not within the window: a fault of the caller. */
    void requireInside(long offset, long length) {
        if (offset < 0 || length < 0 || length > sizeBytes - offset) {
            throw new IllegalArgumentException(
                    length + " bytes at " + offset + " are not within the " + sizeBytes + " bytes of " + device.path());
        }
    }
}
