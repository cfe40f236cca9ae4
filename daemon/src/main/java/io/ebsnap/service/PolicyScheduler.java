package io.ebsnap.service;

import io.ebsnap.failure.Failure;
import io.ebsnap.lifecycle.LifecycleEngine;
import io.ebsnap.lifecycle.LifecycleEngine.Outlook;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs policies when a schedule is due, to the second, and else now and then, for what is due by age, what has to be tried again, and files that were changed. Rounds are
 * made by one thread.
 */
final class PolicyScheduler {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyScheduler.class);

    /** Between two looks at whether something is due. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Duration RUN_PAUSE_MAX = Duration.ofMinutes(5);
    private static final Duration FILES_PAUSE = Duration.ofSeconds(30);

    private final LifecycleEngine lifecycle;
    private final InstantSource clock;
    private Instant lastRun = Instant.EPOCH;
    private Instant runAt = Instant.EPOCH;
    private Instant lookAt = Instant.EPOCH;
    private int contents;

    PolicyScheduler(LifecycleEngine lifecycle, InstantSource clock) {
        this.lifecycle = lifecycle;
        this.clock = clock;
    }

    /** Runs if it is time. */
    void round() {
        Instant now = clock.instant();
        if (!now.isBefore(lookAt)) {
            look(now);
        }
        // A clock that was set back must not make it wait.
        if (!now.isBefore(runAt) || runAt.isAfter(now.plus(RUN_PAUSE_MAX))) {
            lastRun = now;
            runAt = now.plus(RUN_PAUSE_MAX);
            run();
            look(now);
        }
    }

    private void run() {
        try {
            if (contents != 0) {
                sooner(lifecycle.run(List.of()).next());
            }
        } catch (Failure e) {
            LOG.error("policies could not be run, which is tried again: {}", e.getMessage());
        }
    }

    /** A policy that is new counts from now on. What has become due since the last run began is due at once. */
    private void look(Instant now) {
        lookAt = now.plus(FILES_PAUSE);
        try {
            Outlook outlook = lifecycle.outlook(lastRun);
            if (outlook.contents() != contents) {
                contents = outlook.contents();
                runAt = now;
            }
            sooner(outlook.next().orElse(null));
        } catch (Failure e) {
            LOG.error("policies cannot be read, which is tried again: {}", e.getMessage());
        }
    }

    private void sooner(@Nullable Instant time) {
        if (time != null && time.isBefore(runAt)) {
            runAt = time;
        }
    }
}
