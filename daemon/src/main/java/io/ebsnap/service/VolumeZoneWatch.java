package io.ebsnap.service;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every five seconds whether zones with volumes are gone or there again. */
final class VolumeZoneWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(VolumeZoneWatch.class);
    private static final long PERIOD_SECONDS = 5;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("volume-zones").factory());

    private VolumeZoneWatch() {}

    /** Begins; {@code look} deals with what it finds. */
    static VolumeZoneWatch start(Runnable look) {
        VolumeZoneWatch watch = new VolumeZoneWatch();
        var unused = watch.thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        look.run();
                    } catch (RuntimeException e) {
                        LOG.warn("the zones of volumes could not be looked at", e);
                    }
                },
                PERIOD_SECONDS,
                PERIOD_SECONDS,
                TimeUnit.SECONDS);
        return watch;
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
