package io.ebsnap.metrics;

import java.time.Duration;

/**
 * The bounds of a server of metrics.
 *
 * @param clientsMax clients that are served at a time; one more is let go without an answer
 * @param headBytesMax longest head of a request
 * @param patience how long one request and its answer may take
 */
public record ScrapeLimits(int clientsMax, int headBytesMax, Duration patience) {

    /** What a daemon uses. */
    public static final ScrapeLimits STANDARD = new ScrapeLimits(8, 8192, Duration.ofSeconds(10));
}
