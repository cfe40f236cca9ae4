package io.ebsnap.files;

import io.ebsnap.identity.SnapshotId;

/**
 * What is to be mounted.
 *
 * @param snapshot completed
 * @param part its name, as {@link SnapshotPart#name()}; empty for the only one that can be mounted
 * @param directory where the caller is going to mount it, for people; empty if nobody else shall see it
 */
public record MountOrder(SnapshotId snapshot, String part, String directory) {}
