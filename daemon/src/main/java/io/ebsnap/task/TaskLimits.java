package io.ebsnap.task;

/**
 * How many tasks there may be.
 *
 * @param runningMax at a time; one more is refused
 * @param endedMax that are remembered; the oldest is forgotten first
 */
public record TaskLimits(int runningMax, int endedMax) {

    /** What the daemon uses. */
    public static final TaskLimits DEFAULT = new TaskLimits(8, 100);
}
