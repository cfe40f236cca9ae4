package io.ebsnap.volume;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.BootId;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What outlives the daemon, but not the running kernel.
 *
 * @param directory for such files, best in memory (a tmpfs); made when it is first needed
 * @param bootId tells this run of the kernel from others
 */
public record BootScope(Path directory, String bootId) {

    /** That of the running kernel. */
    public static BootScope current(Path directory) {
        try {
            return new BootScope(directory, BootId.current());
        } catch (IOException e) {
            throw new Failure.Unavailable("cannot tell when the machine was started: " + e.getMessage(), e);
        }
    }
}
