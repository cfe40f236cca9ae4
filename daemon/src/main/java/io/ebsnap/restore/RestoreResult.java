package io.ebsnap.restore;

import io.ebsnap.task.TaskResult;
import java.util.List;

/**
 * What a restore came to. The target is durable. Sizes are in bytes of the volume.
 *
 * @param snapshotId which was restored
 * @param target onto what
 * @param bytesTotal the volume's size
 * @param bytesWritten that were written
 * @param bytesMatching that were right already
 * @param bytesZero that are holes
 * @param elapsedMillis from start to durable
 * @param damagedBlocks how many blocks could not be restored, and read as zeros now
 * @param damage which, at most {@link #DAMAGE_MAX} ranges
 */
public record RestoreResult(
        String snapshotId,
        String target,
        long bytesTotal,
        long bytesWritten,
        long bytesMatching,
        long bytesZero,
        long elapsedMillis,
        long damagedBlocks,
        List<DamagedRange> damage)
        implements TaskResult {

    /** How many ranges of damage are listed at most. */
    public static final int DAMAGE_MAX = 10_000;

    public RestoreResult {
        damage = List.copyOf(damage);
    }

    /** Whether every byte is what it was. */
    public boolean whole() {
        return damagedBlocks == 0;
    }
}
