package io.ebsnap.attach;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.FuseDevice;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.volume.DataPlane;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A volume as a file of {@code /dev/fuse} under a loop device. */
final class FuseAttachment implements AttachedDevice {

    private static final Logger LOG = LoggerFactory.getLogger(FuseAttachment.class);

    /** So long calls to the volume that are under way may take when it stops being served. */
    static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    /** The same when it is ended by force, and nobody waits for their outcome. */
    private static final Duration ABANDON_LIMIT = Duration.ofSeconds(2);

    private final FuseParts parts;
    private final DataPlane plane;
    private final FuseDevice device;
    private final FuseServer server;
    private FuseRecord record;

    FuseAttachment(FuseParts parts, DataPlane plane, FuseDevice device, FuseServer server, FuseRecord record) {
        this.parts = parts;
        this.plane = plane;
        this.device = device;
        this.server = server;
        this.record = record;
    }

    @Override
    public Attachment facts() {
        return record.attachment();
    }

    @Override
    public Speed speed() {
        return Speed.served("it is a file of /dev/fuse");
    }

    @Override
    public void refreshCapacity() {
        parts.loops().refreshCapacity(path());
    }

    /** Flushed before, so that a failure keeps everything as it was, and after, when nobody can write any more. */
    @Override
    public void detach() {
        flush();
        if (!parts.loops().unbind(path(), record.mountPoint(), parts.settings().settle())) {
            throw new Failure.Conflict(
                    path() + " was opened by somebody when it was to be detached",
                    "it goes when it is closed; detach it again then");
        }
        flush();
        dismantle(STOP_LIMIT);
    }

    private void flush() {
        if (!plane.readOnly()) {
            plane.flush();
        }
    }

    @Override
    public void abandon() {
        dismantle(ABANDON_LIMIT);
    }

    /** With the last one who holds the file system's device open, it ends: what waits fails, and so does all that comes. */
    private void dismantle(Duration limit) {
        server.stop(limit);
        close();
        parts.removal().remove(record);
    }

    @Override
    public void suspend() {
        server.stop(STOP_LIMIT);
        try {
            if (!parts.linux().keepers().lives(record.keeper())) {
                record = record.withKeeper(parts.linux()
                        .keepers()
                        .start(device, record.mountPoint().toString()));
                parts.records().put(record);
            }
        } catch (LinuxException failed) {
            LOG.error("attachment-unkept volume={} device={} error={}", record.volume(), path(), failed.getMessage());
        }
        close();
    }

    private void close() {
        try {
            device.close();
        } catch (LinuxException failed) {
            LOG.warn("attachment-close-failed volume={} error={}", record.volume(), failed.getMessage());
        }
    }

    private Path path() {
        return record.attachment().device();
    }
}
