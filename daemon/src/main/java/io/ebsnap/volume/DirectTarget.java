package io.ebsnap.volume;

import java.nio.file.Path;

/**
 * A target that holds the whole content of its volume.
 *
 * @param path of a block device or a regular file
 * @param device whether it is a block device
 * @param inMemory whether it is a file of a file system that lies in memory, and so is nothing but page cache
 */
public record DirectTarget(Path path, boolean device, boolean inMemory) {}
