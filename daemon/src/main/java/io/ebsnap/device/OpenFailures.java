package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.LinuxException;

/** What it means to a caller that a device could not be opened. */
final class OpenFailures {

    private OpenFailures() {}

    /** The failure to tell of. */
    static Failure of(String name, LinuxException failed) {
        String message = "cannot open " + name + ": " + failed.getMessage();
        return switch (failed.errno()) {
            case ENOENT, ENODEV, ENXIO -> new Failure.NotFound(message, failed);
            case ENOTBLK -> new Failure.Invalid(name + " is neither a block device nor a regular file");
            case EACCES, EPERM -> new Failure.Denied(message);
            case EROFS -> new Failure.Invalid(name + " is read-only");
            case EBUSY -> new Failure.Conflict(message);
            default -> new Failure.Unavailable(message, failed);
        };
    }
}
