package io.ebsnap;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A time of day and an elapsed time that go on together, and a time of day that can be set. */
public final class MovingClock implements InstantSource {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T03:04:05.678Z"));
    private final AtomicLong nanos = new AtomicLong();

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Elapsed time. */
    public long nanos() {
        return nanos.get();
    }

    /** Time passes. */
    public void goOn(Duration time) {
        nanos.addAndGet(time.toNanos());
        set(time);
    }

    /** Somebody sets the clock. */
    public void set(Duration by) {
        now.updateAndGet(instant -> instant.plus(by));
    }
}
