package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * How a volume's content arrives, and how far it has come.
 *
 * @param phase {@code queued}, {@code running}, {@code paused}, {@code waiting}, {@code impaired} or {@code completed}
 * @param bytesTotal how much must be filled: the snapshot's blocks that are not holes, or all where the target held something before
 * @param bytesPresent how much of it the target holds
 * @param rateBytesPerSecond at which it arrives now
 * @param rateBytesPerSecondMax at which it may arrive; 0 is as fast as it goes
 * @param etaSeconds until it is there; absent if nothing tells
 * @param message why it does not go on, or what is damaged
 * @param bootSet what is wanted first; absent as long as it is not known what that is
 */
public record Hydration(
        String phase,
        long bytesTotal,
        long bytesPresent,
        long rateBytesPerSecond,
        long rateBytesPerSecondMax,
        @Nullable Long etaSeconds,
        @Nullable String message,
        @Nullable BootSet bootSet) {

    /** Whether the target alone has the whole content. */
    public boolean isCompleted() {
        return phase.equals("completed");
    }

    /** Whether all is there but for what cannot be read. */
    public boolean isImpaired() {
        return phase.equals("impaired");
    }

    /** Whether what is wanted first is there. */
    public boolean isBootSetCompleted() {
        return isCompleted() || (bootSet != null && bootSet.isCompleted());
    }

    /** In percent, rounded down; 100 only when everything is there. */
    public int percent() {
        return isCompleted() ? 100 : (int) Math.clamp(bytesPresent * 100.0 / Math.max(1, bytesTotal), 0, 99);
    }
}
