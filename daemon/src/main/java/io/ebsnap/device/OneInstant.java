package io.ebsnap.device;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Instants of several devices that are one.
 *
 * @param instants in the order of what was asked for; they belong to the caller
 * @param instant that all of them show
 * @param held how long somebody who writes was kept waiting at most
 */
public record OneInstant(List<PointInTime> instants, Instant instant, Duration held) {

    public OneInstant {
        instants = List.copyOf(instants);
    }
}
