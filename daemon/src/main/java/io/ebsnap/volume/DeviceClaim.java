package io.ebsnap.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import io.ebsnap.linux.BlockDevice;
import io.ebsnap.linux.BlockDevices;
import io.ebsnap.linux.DeviceAccess;
import io.ebsnap.linux.LinuxException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Keeps others from holding a block device. It is opened for that alone, beside what reads and writes it, so that it can be let go while requests are
 * under way. Safe for use by several threads.
 */
final class DeviceClaim implements AutoCloseable {

    private final BlockDevices devices;
    private final Path device;

    @GuardedBy("this")
    private @Nullable BlockDevice held;

    /** One that does not hold the device yet. */
    DeviceClaim(BlockDevices devices, Path device) {
        this.devices = devices;
        this.device = device;
    }

    /** Holds it, if it is not held yet. */
    synchronized void take() throws LinuxException {
        if (held == null) {
            held = devices.open(device, DeviceAccess.readOnly().exclusively());
        }
    }

    /** Lets go of it. */
    @Override
    public synchronized void close() {
        BlockDevice before = held;
        held = null;
        try {
            if (before != null) {
                before.close();
            }
        } catch (LinuxException e) {
            throw new Failure.Unavailable("cannot close " + device + ": " + e.getMessage(), e);
        }
    }
}
