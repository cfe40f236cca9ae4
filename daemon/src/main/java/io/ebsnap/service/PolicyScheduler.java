package io.ebsnap.service;

import io.ebsnap.failure.Failure;
import io.ebsnap.lifecycle.LifecycleEngine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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
    private Instant runAt = Instant.EPOCH;
    private Instant lookAt = Instant.EPOCH;

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
            runAt = now.plus(RUN_PAUSE_MAX);
            lookAt = now;
            run();
            look(clock.instant());
        }
    }

    private void run() {
        try {
            if (lifecycle.hasPolicies()) {
                var unused = lifecycle.run(List.of());
            }
        } catch (Failure e) {
            LOG.error("policies could not be run, which is tried again: {}", e.getMessage());
        }
    }

    /** A policy that is new may be due before what was known. */
    private void look(Instant now) {
        lookAt = now.plus(FILES_PAUSE);
        try {
            lifecycle.next().filter(next -> next.isBefore(runAt)).ifPresent(next -> runAt = next);
        } catch (Failure e) {
            LOG.error("policies cannot be read, which is tried again: {}", e.getMessage());
        }
    }
}
