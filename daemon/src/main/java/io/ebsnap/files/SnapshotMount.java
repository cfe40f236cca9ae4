package io.ebsnap.files;

import io.ebsnap.identity.SnapshotId;
import io.ebsnap.identity.VolumeId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A part of a snapshot that is a block device, to be mounted.
 *
 * @param id of the mount: it has the form of a volume's, for that is what the device is to the kernel, as long as it is there
 * @param snapshot of which
 * @param part its name
 * @param fileSystem what it holds
 * @param device its node
 * @param directory where it was to be mounted; empty if that is nobody's business
 * @param mountPoints where it is mounted now, in whatever mount namespace
 * @param attachTime since when, in whole milliseconds
 */
public record SnapshotMount(
        VolumeId id,
        SnapshotId snapshot,
        String part,
        FileSystem fileSystem,
        Path device,
        String directory,
        List<String> mountPoints,
        Instant attachTime) {}
