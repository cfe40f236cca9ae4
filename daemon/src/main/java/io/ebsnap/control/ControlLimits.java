package io.ebsnap.control;

import java.time.Duration;

/**
 * The bounds of the control socket.
 *
 * @param connectionsMax at a time; one more is told so and closed
 * @param idle time that a connection may be silent between two requests
 * @param transfer time that one message may take to come in or to go out
 * @param drain time that requests under way get when the daemon stops
 */
public record ControlLimits(int connectionsMax, Duration idle, Duration transfer, Duration drain) {

    /** What the daemon uses. */
    public static final ControlLimits STANDARD =
            new ControlLimits(32, Duration.ofMinutes(5), Duration.ofSeconds(20), Duration.ofSeconds(10));
}
