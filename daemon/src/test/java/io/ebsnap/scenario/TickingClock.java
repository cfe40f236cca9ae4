package io.ebsnap.scenario;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes on by one second at each look, so that everything has a time of its own. */
public final class TickingClock implements InstantSource {

    private final AtomicLong seconds = new AtomicLong(1_800_000_000L);

    /** Time passes. */
    public void advance(Duration time) {
        seconds.addAndGet(time.toSeconds());
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochSecond(seconds.incrementAndGet());
    }
}
