package io.ebsnap.files;

import java.util.List;
import java.util.Optional;

/**
 * A part of a snapshot: the whole, a partition or a logical volume.
 *
 * @param name {@code disk}, the number of a partition, or group and volume: {@code vg/lv}
 * @param type {@code disk}, {@code logical volume}, or what the partition table says it is for
 * @param sizeBytes how long it is; 0 if that is not known
 * @param fileSystem what it holds, if that is known
 * @param stretches where it lies; empty if there is a problem
 * @param problem why it cannot be read; empty if it can
 */
public record SnapshotPart(
        String name,
        String type,
        long sizeBytes,
        Optional<FileSystem> fileSystem,
        List<Stretch> stretches,
        String problem) {

    /** The name of the whole. */
    public static final String DISK = "disk";

    /** Whether it holds a file system that can be mounted. */
    public boolean isMountable() {
        return problem.isEmpty() && fileSystem.filter(FileSystem::canBeMounted).isPresent();
    }
}
