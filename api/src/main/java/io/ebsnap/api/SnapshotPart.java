package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * A part of a snapshot.
 *
 * @param name {@code disk}, the number of a partition, or {@code VG/LV}
 * @param type {@code disk}, {@code logical volume}, or what the partition table says it is for
 * @param sizeInBytes how long it is; 0 if that is not known
 * @param fileSystem what it holds, as blkid(8) calls it; absent if that is not known
 * @param label of the file system
 * @param uuid of the file system
 * @param mountable whether it can be mounted
 * @param problem why it cannot be read
 */
public record SnapshotPart(
        String name,
        String type,
        long sizeInBytes,
        @Nullable String fileSystem,
        @Nullable String label,
        @Nullable String uuid,
        boolean mountable,
        @Nullable String problem) {}
