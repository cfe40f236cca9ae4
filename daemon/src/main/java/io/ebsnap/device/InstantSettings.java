package io.ebsnap.device;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * How instants are taken.
 *
 * @param stateDirectory where the daemon notes what it has frozen and made, so that a later run can undo it; made if it does not
 *     exist
 * @param neverFreeze asked each time for the files and directories that the daemon needs while it reads: a file system that holds one of
 *     them is never frozen. The root file system, {@code /tmp}, {@code /run} and the state directory are added
 * @param freezeLimit how long a file system stays frozen at most
 * @param thickSnapshotPercent how much room an LVM snapshot of a thick volume gets for what is written meanwhile, of the volume's
 *     size: 1 .. 100
 */
public record InstantSettings(
        Path stateDirectory, Supplier<List<Path>> neverFreeze, Duration freezeLimit, int thickSnapshotPercent) {

    /** Long enough for about 100 GiB of a fast disk, short enough not to be taken for a hang. */
    public static final Duration FREEZE_LIMIT_DEFAULT = Duration.ofMinutes(2);

    /** What most volumes do not write during a snapshot. */
    public static final int THICK_SNAPSHOT_PERCENT_DEFAULT = 15;

    public InstantSettings {
        if (freezeLimit.toSeconds() < 1 || thickSnapshotPercent < 1 || thickSnapshotPercent > 100) {
            throw new IllegalArgumentException(
                    "freeze limit " + freezeLimit + ", thick snapshot percent " + thickSnapshotPercent);
        }
    }
}
