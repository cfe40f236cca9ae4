package io.ebsnap.attach;

import io.ebsnap.linux.Errno;
import io.ebsnap.linux.FuseDevice;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.ProcessSettings;
import io.ebsnap.linux.fuse.FuseBuffer;
import io.ebsnap.linux.fuse.FuseNotices;
import io.ebsnap.volume.DataPlane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that read one volume's requests. All read from one opened device: were it opened several times, what a killed daemon
 * had read from one would fail with it, and could not be given to the next daemon.
 */
final class FuseServer {

    private static final Logger LOG = LoggerFactory.getLogger(FuseServer.class);

    private static final long PAUSE_NANOS = 10_000_000;
    private static final long TROUBLE_PAUSE_NANOS = 100_000_000;

    private final String name;
    private final FuseDevice device;
    private final RequestService service;
    private final List<Thread> readers = new ArrayList<>();
    private volatile boolean stopping;

    FuseServer(DataPlane plane, FuseDevice device, WaitingRequests waiting) {
        this.name = plane.name();
        this.device = device;
        this.service = new RequestService(plane, device, waiting);
    }

    /** Starts reading. */
    void start(int count, ProcessSettings process) {
        for (int i = 0; i < count; i++) {
            FuseBuffer buffer = new FuseBuffer();
            readers.add(Thread.ofPlatform()
                    .name("attach-" + name + "-" + i)
                    .daemon()
                    .start(() -> {
                        process.declareIoFlusher();
                        read(buffer);
                    }));
        }
    }

    private void read(FuseBuffer first) {
        FuseBuffer buffer = first;
        while (!stopping) {
            try {
                int length = device.read(buffer.forRequest());
                if (length == FuseDevice.ENDED) {
                    return;
                }
                buffer = service.serve(buffer, length);
            } catch (LinuxException failed) {
                if (failed.errno() == Errno.EBADF) {
                    return;
                }
                LOG.error("attachment-read-failed volume={} error={}", name, failed.getMessage());
                LockSupport.parkNanos(TROUBLE_PAUSE_NANOS);
            }
        }
    }

    /**
     * Stops reading and waits, so long at most, for what is under way. A reader may be in the middle of a request or wait for one; a
     * wake-up that finds no waiting reader stays in the device, and whoever reads next passes over it.
     */
    void stop(Duration limit) {
        stopping = true;
        service.stop();
        long pauses = limit.toNanos() / PAUSE_NANOS;
        boolean woken = false;
        for (long pause = 0; pause < pauses && (reading() || service.busy()); pause++) {
            if (!woken) {
                wake();
                woken = true;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (reading() || service.busy()) {
            LOG.warn("attachment-stop-overdue volume={}", name);
        }
    }

    private boolean reading() {
        return readers.stream().anyMatch(Thread::isAlive);
    }

    private void wake() {
        try {
            for (int i = 0; i < readers.size(); i++) {
                device.write(FuseNotices.wake());
            }
        } catch (LinuxException failed) {
            LOG.warn("attachment-wake-failed volume={} error={}", name, failed.getMessage());
        }
    }
}
