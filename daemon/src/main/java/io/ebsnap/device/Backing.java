package io.ebsnap.device;

import io.ebsnap.linux.LoopStatus;
import java.nio.file.Path;

/**
 * Where in a regular file a volume's bytes lie: an image file itself, or the file under a loop device.
 *
 * @param file its real path
 * @param start of the volume in it: bytes
 * @param sizeBytes of the volume
 */
record Backing(Path file, long start, long sizeBytes) {

    static Backing of(LoopStatus loop, long sizeBytes) {
        return new Backing(loop.backingFile(), loop.offset(), sizeBytes);
    }
}
