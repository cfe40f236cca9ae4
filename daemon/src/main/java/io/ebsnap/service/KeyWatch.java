package io.ebsnap.service;

import io.ebsnap.kms.KeyDuties;
import io.ebsnap.kms.TokenWatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does once a minute, and at the start, what is due of KMS keys, and looks whether their tokens are there. */
final class KeyWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyWatch.class);
    private static final long PERIOD_SECONDS = 60;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("key-duties").factory());

    private KeyWatch() {}

    /** Begins. */
    static KeyWatch start(KeyDuties duties, TokenWatch tokens) {
        KeyWatch watch = new KeyWatch();
        var unused = watch.thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        tokens.look();
                        duties.round();
                    } catch (RuntimeException e) {
                        LOG.error("what is due of KMS keys could not be looked at", e);
                    }
                },
                0,
                PERIOD_SECONDS,
                TimeUnit.SECONDS);
        return watch;
    }

    /** A round that is under way is let finish: its steps can be done again, but need not be cut short. */
    @Override
    public void close() {
        thread.close();
    }
}
