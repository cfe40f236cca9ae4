package io.ebsnap.linux;

import java.nio.file.Path;

/**
 * One line of {@code /proc/self/mountinfo}.
 *
 * @param number the file system's device number; of Btrfs and network file systems one that no device has
 * @param root the directory of the file system that is mounted; {@code /} unless it is a bind mount or a subvolume
 * @param mountPoint where it is mounted
 * @param readOnly whether this mount is read-only
 * @param fileSystemType {@code ext4}, {@code xfs}
 * @param source what was mounted: a device's path, or any word
 * @param fileSystemReadOnly whether the whole file system is read-only, which no other mount of it can change
 */
public record Mount(
        DeviceNumber number,
        String root,
        Path mountPoint,
        boolean readOnly,
        String fileSystemType,
        String source,
        boolean fileSystemReadOnly) {}
