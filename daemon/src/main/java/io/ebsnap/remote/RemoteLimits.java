package io.ebsnap.remote;

import java.time.Duration;

/**
 * What remotes may take.
 *
 * @param connectMillis for a connection to be made, and then for each step of getting to know each other
 * @param stepMillis for one message or an answer
 * @param idleMillis that a line may lie without a question
 * @param linesMax connections that are served at a time
 * @param linesOfOneMax of these from one remote; also lines that one copy asks on
 * @param lineWaitMillis for a remote to call, that may copy to here
 * @param pauseMillisMin before the second attempt to reach a remote
 * @param pauseMillisMax before any later one
 */
public record RemoteLimits(
        int connectMillis,
        long stepMillis,
        long idleMillis,
        int linesMax,
        int linesOfOneMax,
        long lineWaitMillis,
        long pauseMillisMin,
        long pauseMillisMax) {

    /** Those of the daemon. */
    public static final RemoteLimits STANDARD = new RemoteLimits(10_000, 120_000, 300_000, 64, 24, 2_000, 500, 60_000);

    /** How long to wait before an attempt: longer each time. */
    Duration pauseBefore(int attempt) {
        if (attempt == 0) {
            return Duration.ZERO;
        }
        int doublings = Math.min(attempt - 1, 20);
        return Duration.ofMillis(Math.min(pauseMillisMax, pauseMillisMin << doublings));
    }
}
