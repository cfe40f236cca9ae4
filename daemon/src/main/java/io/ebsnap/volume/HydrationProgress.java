package io.ebsnap.volume;

import io.ebsnap.catalog.VolumeArrival;
import java.time.Duration;
import java.util.Optional;

/**
 * How far the content of a volume has come. What counts are the bytes of the blocks that must be filled: those that are not holes of the snapshot,
 * and where the target held something else before, all. A block counts as a whole, once nothing of it is missing, whoever has written it.
 *
 * @param phase what is being done about it
 * @param bytesTotal how much must be filled; 0 as long as that was not counted
 * @param bytesPresent how much of it the target holds
 * @param bytesPerSecond at which rate it is arriving now
 * @param remaining how long that will take; empty if nothing tells
 * @param message why it does not go on, or which blocks are damaged; else empty
 * @param bootSet what is wanted first; empty as long as it is not known what that is
 */
public record HydrationProgress(
        Phase phase,
        long bytesTotal,
        long bytesPresent,
        double bytesPerSecond,
        Optional<Duration> remaining,
        String message,
        Optional<BootSetProgress> bootSet) {

    /** What is being done. */
    public enum Phase {
        /** Others are filled first. */
        QUEUED,
        /** It is being filled. */
        RUNNING,
        /** On request, only what is asked for arrives. */
        PAUSED,
        /** Something is in the way; it is tried again. */
        WAITING,
        /** All is there but for what cannot be read. */
        IMPAIRED,
        /** The target alone holds the whole content. */
        COMPLETED;

        /** In lower case. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Something is in the way. */
    static HydrationProgress waiting(String why) {
        return new HydrationProgress(Phase.WAITING, 0, 0, 0, Optional.empty(), why, Optional.empty());
    }

    /** Everything is there. */
    static HydrationProgress completed(VolumeArrival all, VolumeArrival bootSet) {
        return new HydrationProgress(
                Phase.COMPLETED,
                all.bytes(),
                all.bytes(),
                0,
                Optional.empty(),
                "",
                Optional.of(BootSetProgress.of(bootSet)));
    }

    /** The same, knowing that what is wanted first is there. */
    HydrationProgress with(VolumeArrival bootSetThere) {
        return new HydrationProgress(
                phase,
                bytesTotal,
                bytesPresent,
                bytesPerSecond,
                remaining,
                message,
                Optional.of(BootSetProgress.of(bootSetThere)));
    }
}
