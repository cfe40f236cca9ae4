package io.ebsnap.aws.http;

import java.time.Duration;

/**
 * What requests may take.
 *
 * @param headBytesMax of a request's first line and headers
 * @param bodyBytesMax of its body
 * @param bodyBytesPerSecondMin a body that comes more slowly is refused
 * @param idleMax how long a connection may be silent
 * @param connectionsMax at a time, on all addresses together
 * @param threadsMax of all requests; each holds at most one body
 */
public record HttpLimits(
        int headBytesMax,
        int bodyBytesMax,
        int bodyBytesPerSecondMin,
        Duration idleMax,
        int connectionsMax,
        int threadsMax) {

    /** For a daemon with 256 MiB of heap. */
    public static final HttpLimits STANDARD =
            new HttpLimits(16 << 10, 1 << 20, 16 << 10, Duration.ofSeconds(30), 256, 24);
}
