package io.ebsnap.service;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done again and again by a thread of its own; a round that fails is logged, and the next one tries again. */
final class Rounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final long FINISH_SECONDS = 20;

    private final ScheduledExecutorService thread;

    private Rounds(ScheduledExecutorService thread) {
        this.thread = thread;
    }

    /**
     * Begins.
     *
     * @param name of the thread
     * @param first how long to wait for the first round
     * @param pause between two rounds
     */
    static Rounds start(String name, Duration first, Duration pause, Runnable round) {
        Rounds rounds = new Rounds(Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory()));
        var unused = rounds.thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        round.run();
                    } catch (RuntimeException e) {
                        LOG.error("a round of {} failed", name, e);
                    }
                },
                first.toMillis(),
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
        return rounds;
    }

    /** A round that is under way is let finish, for what it uses is closed next; one that hangs, as on a disk that does not answer, is left. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(FINISH_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a round has not ended within {} s, and is left", FINISH_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
