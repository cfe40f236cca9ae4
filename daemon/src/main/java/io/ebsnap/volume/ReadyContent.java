package io.ebsnap.volume;

import io.ebsnap.catalog.VolumeRestoreMode;
import io.ebsnap.identity.SnapshotId;
import java.nio.file.Path;

/** Whole contents of snapshots that lie ready in a zone, for volumes that are complete when they appear. Safe for use by several threads. */
@FunctionalInterface
public interface ReadyContent {

    /**
     * Puts the whole content of a snapshot at a path, if it lies ready and may be had; it is durable once that file and its directory are synced.
     *
     * @param snapshot which exists, and whose map is held
     * @param zone that the target lies in
     * @param target does not exist, but its directory does; the file becomes as long as the snapshot. Where the answer is a lazy
     *     volume it does not exist afterwards either
     * @return whether it did, and why
     */
    VolumeRestoreMode place(SnapshotId snapshot, String zone, Path target);
}
