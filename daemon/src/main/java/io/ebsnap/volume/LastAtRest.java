package io.ebsnap.volume;

import io.ebsnap.failure.Failure;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What is done at an instant while users of volumes wait. It has a thread of its own and a limit: should it wait for somebody who writes to one of these volumes, it
 * goes on as soon as they are let go, and was in vain.
 */
final class LastAtRest {

    /** How long users of volumes wait at most. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final FutureTask<Boolean> step;
    private boolean begun;

    LastAtRest(Runnable step) {
        this.step = new FutureTask<>(step, true);
    }

    /**
     * Does it, while the users wait.
     *
     * @throws Failure.Conflict if it takes too long; it goes on then
     */
    void begin() {
        begun = true;
        Thread.ofPlatform().name("instant-last").start(step);
        try {
            step.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new Failure.Conflict(
                    "the instant of a device took longer than " + LIMIT.toSeconds()
                            + " s, and writers wait for no longer",
                    "take the snapshots of managed volumes and of that device one by one");
        } catch (ExecutionException failed) {
            throw cause(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Failure.Unavailable("interrupted while an instant was taken", interrupted);
        }
    }

    /** Waits until nothing is done any more, whatever came of it. To be called when nobody waits. */
    void awaitEnd() {
        boolean interrupted = false;
        while (begun && !step.isDone()) {
            try {
                step.get();
            } catch (InterruptedException again) {
                interrupted = true;
            } catch (ExecutionException told) {
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static RuntimeException cause(ExecutionException failed) {
        return failed.getCause() instanceof RuntimeException told ? told : new IllegalStateException(failed.getCause());
    }
}
