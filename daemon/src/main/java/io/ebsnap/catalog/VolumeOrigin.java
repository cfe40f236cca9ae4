package io.ebsnap.catalog;

import org.jspecify.annotations.Nullable;

/**
 * The snapshot behind a managed volume, and how far its content has come.
 *
 * @param snapshotId {@code snap-...}; it may be deleted meanwhile
 * @param domainId the domain of its chunks
 * @param rootPageId the root of its block map; null if it is all holes. Garbage collection keeps what it names while the volume is not
 *     hydrated
 * @param sizeBytes of the snapshot
 * @param mapId of the validity map: 32 hexadecimal digits
 * @param initializationRate most bytes a second to fill in the background; 0 is as fast as it goes
 * @param paused whether nothing is filled in the background
 * @param bootSet what is wanted first, once it had arrived; null before
 * @param hydration everything, once it had arrived; null before
 * @param restoreMode how it began
 */
public record VolumeOrigin(
        String snapshotId,
        String domainId,
        @Nullable String rootPageId,
        long sizeBytes,
        String mapId,
        long initializationRate,
        boolean paused,
        @Nullable VolumeArrival bootSet,
        @Nullable VolumeArrival hydration,
        VolumeRestoreMode restoreMode) {

    /** The same, with what is wanted first. */
    public VolumeOrigin withBootSet(VolumeArrival arrived) {
        return new VolumeOrigin(
                snapshotId,
                domainId,
                rootPageId,
                sizeBytes,
                mapId,
                initializationRate,
                paused,
                arrived,
                hydration,
                restoreMode);
    }

    /** The same, all there. */
    public VolumeOrigin hydrated(VolumeArrival arrived) {
        return new VolumeOrigin(
                snapshotId,
                domainId,
                rootPageId,
                sizeBytes,
                mapId,
                initializationRate,
                paused,
                bootSet,
                arrived,
                restoreMode);
    }

    /** The same, filled in another way. */
    public VolumeOrigin filled(long rate, boolean isPaused) {
        return new VolumeOrigin(
                snapshotId, domainId, rootPageId, sizeBytes, mapId, rate, isPaused, bootSet, hydration, restoreMode);
    }

    /** The same, begun in another way. */
    public VolumeOrigin begun(VolumeRestoreMode mode) {
        return new VolumeOrigin(
                snapshotId,
                domainId,
                rootPageId,
                sizeBytes,
                mapId,
                initializationRate,
                paused,
                bootSet,
                hydration,
                mode);
    }
}
