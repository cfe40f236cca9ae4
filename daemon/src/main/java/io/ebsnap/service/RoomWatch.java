package io.ebsnap.service;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once a minute whether what is kept for convenience takes room that is short. */
final class RoomWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RoomWatch.class);
    private static final long PERIOD_SECONDS = 60;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("room-watch").factory());

    private RoomWatch() {}

    /** Begins; {@code relief} gives up what is too much. */
    static RoomWatch start(Runnable relief) {
        RoomWatch watch = new RoomWatch();
        var unused = watch.thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        relief.run();
                    } catch (RuntimeException e) {
                        LOG.warn("what is kept to find changes could not be looked at", e);
                    }
                },
                PERIOD_SECONDS,
                PERIOD_SECONDS,
                TimeUnit.SECONDS);
        return watch;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
