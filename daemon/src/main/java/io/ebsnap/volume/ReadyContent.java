package io.ebsnap.volume;

import io.ebsnap.catalog.TargetEncryption;
import io.ebsnap.catalog.VolumeRestoreMode;
import io.ebsnap.identity.SnapshotId;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

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
     * @param encrypted whether the volume is to be; content that lies otherwise is not put there
     * @return whether it did, and why
     */
    Placed place(SnapshotId snapshot, String zone, Path target, boolean encrypted);

    /**
     * What became of it.
     *
     * @param mode whether the content is there, and why
     * @param image whose key the content is encrypted under; null if it is in the clear, or not there
     */
    record Placed(VolumeRestoreMode mode, @Nullable Image image) {

        /** Content in the clear, or none. */
        public static Placed plain(VolumeRestoreMode mode) {
            return new Placed(mode, null);
        }
    }

    /**
     * An image that is encrypted.
     *
     * @param holder of its key
     * @param encryption of it
     */
    record Image(String holder, TargetEncryption encryption) {}
}
