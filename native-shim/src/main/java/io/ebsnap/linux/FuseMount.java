package io.ebsnap.linux;

import java.nio.file.Path;

/**
 * A file system that is one regular file, for root alone.
 *
 * @param mountPoint an existing regular file, whose place it takes
 * @param source what {@code /proc/mounts} names as its source: no comma, no space
 * @param readOnly whether the kernel refuses writes
 */
public record FuseMount(Path mountPoint, String source, boolean readOnly) {

    /** The type that {@code /proc/mounts} shows. */
    public static final String TYPE = "fuse.ebsnap";
}
