package io.ebsnap.volume;

import java.time.Duration;
import java.util.Optional;

/**
 * How far the content of a volume has come.
 *
 * @param phase what is being done about it
 * @param bytesTotal how much content the snapshot has
 * @param bytesPresent how much of it the target holds
 * @param bytesPerSecond at which rate it is arriving now
 * @param remaining how long that will take; empty if nothing tells
 * @param message why it does not go on, or which blocks are damaged; else empty
 */
public record HydrationProgress(
        Phase phase,
        long bytesTotal,
        long bytesPresent,
        double bytesPerSecond,
        Optional<Duration> remaining,
        String message) {

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
    public static HydrationProgress waiting(String why) {
        return new HydrationProgress(Phase.WAITING, 0, 0, 0, Optional.empty(), why);
    }

    /** Everything is there. */
    public static HydrationProgress completed(long bytesTotal) {
        return new HydrationProgress(Phase.COMPLETED, bytesTotal, bytesTotal, 0, Optional.empty(), "");
    }
}
