package io.ebsnap.attach;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.Keeper;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away what is left of an attachment whose requests nobody answers any more. Each step may find nothing to do, and none
 * waits for an answer: the file system is ended first, so that what waits fails.
 */
final class FuseRemoval {

    private static final Logger LOG = LoggerFactory.getLogger(FuseRemoval.class);

    private final Linux linux;
    private final LoopBinding loops;
    private final AttachmentRecords records;

    FuseRemoval(Linux linux, LoopBinding loops, AttachmentRecords records) {
        this.linux = linux;
        this.loops = loops;
        this.records = records;
    }

    /**
     * Removes all of an attachment. A device that somebody uses stays, with every request failing, until nobody does.
     *
     * @throws Failure.Unavailable if something could not be removed; the record stays then
     */
    void remove(FuseRecord attached) {
        try {
            linux.keepers().end(attached.keeper());
            removeFile(attached.mountPoint());
        } catch (IOException failed) {
            throw new Failure.Unavailable(
                    "cannot remove what is left of the attachment of " + attached.volume() + ": " + failed.getMessage(),
                    failed);
        }
        records.remove(attached.volume());
    }

    /** Removes a file, its keepers, and the devices that are bound to it. */
    void removeFile(Path mountPoint) throws IOException {
        for (Keeper keeper : linux.keepers().find(mountPoint.toString())) {
            linux.keepers().end(keeper);
        }
        for (Path device : loops.boundTo(mountPoint)) {
            if (!loops.unbind(device, mountPoint, Duration.ZERO)) {
                LOG.warn("attachment-in-use device={} file={}: it goes when nobody uses it", device, mountPoint);
            }
        }
        unmountAll(mountPoint);
        Files.deleteIfExists(mountPoint);
    }

    private void unmountAll(Path mountPoint) throws LinuxException {
        boolean mounted = true;
        while (mounted) {
            mounted = linux.fuseDevices().unmount(mountPoint);
        }
    }
}
