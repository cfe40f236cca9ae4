package io.ebsnap.aws.http;

import java.time.Duration;

/**
 * What requests may take.
 *
 * @param headBytesMax of a request's first line and headers
 * @param bodyBytesMax of its body
 * @param bodyBytesPerSecondMin a body that comes more slowly is refused, and an answer that is taken more slowly ends the connection
 * @param answersBytesMax of all answers that are on their way
 * @param answerWaitMax how long an answer waits for room among them
 * @param idleMax how long a connection may be silent
 * @param connectionsMax at a time, on all addresses together
 * @param threadsMax of all requests; each holds at most one body
 */
public record HttpLimits(
        int headBytesMax,
        int bodyBytesMax,
        int bodyBytesPerSecondMin,
        int answersBytesMax,
        Duration answerWaitMax,
        Duration idleMax,
        int connectionsMax,
        int threadsMax) {

    /** For a daemon with 256 MiB of heap. */
    public static final HttpLimits STANDARD = new HttpLimits(
            16 << 10, 1 << 20, 16 << 10, 32 << 20, Duration.ofSeconds(10), Duration.ofSeconds(30), 256, 24);
}
