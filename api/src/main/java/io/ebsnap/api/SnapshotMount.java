package io.ebsnap.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a snapshot that is a block device, for its files.
 *
 * @param mountId of the form of a volume's id
 * @param snapshotId of which
 * @param part its name, as {@link SnapshotPart#name()}
 * @param fileSystem what it holds, as blkid(8) calls it
 * @param mountType the type that mount(8) is to be told
 * @param mountOptions the options that mount(8) is to be told
 * @param device its node
 * @param directory where it was to be mounted; absent if nobody was to see it
 * @param mountPoints where it is mounted now, in whatever mount namespace
 * @param attachTime since when
 */
public record SnapshotMount(
        String mountId,
        String snapshotId,
        String part,
        String fileSystem,
        String mountType,
        List<String> mountOptions,
        String device,
        @Nullable String directory,
        List<String> mountPoints,
        Instant attachTime) {}
