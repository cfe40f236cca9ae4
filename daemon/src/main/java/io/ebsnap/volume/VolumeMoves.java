package io.ebsnap.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The moves of volumes that are under way, each with a thread, some at a time. What is durable is {@link Steps}' business: a move that ends with the daemon
 * leaves nothing but a record and files. Safe for use by several threads.
 */
final class VolumeMoves {

    private static final Logger LOG = LoggerFactory.getLogger(VolumeMoves.class);
    private static final int COPIED_MAX = 2;

    private final Steps steps;
    private final Semaphore copying = new Semaphore(COPIED_MAX, true);

    @GuardedBy("this")
    private final Map<String, Run> runs = new HashMap<>();

    VolumeMoves(Steps steps) {
        this.steps = steps;
    }

    /** The steps of a move; each may be long, and all are called by the move's thread. */
    interface Steps {
        /** Makes the new target and has everything written there too. */
        MoveSteps.Begun begin(String volumeId);

        /**
         * Makes the new target the volume's.
         *
         * @return false if that cannot be done just now
         * @throws io.ebsnap.failure.Failure if it cannot be done at all; the volume is where it was
         */
        boolean trySwitch(MoveSteps.Begun begun);

        /** Removes what is left in the old zone, if it can be. */
        void tidy(String volumeId);

        /** The volume stays where it is. */
        void giveUp(String volumeId, MoveSteps.@Nullable Begun begun, Ending ending);
    }

    /** Why a move does not go on. */
    sealed interface Ending {
        /** Somebody wants that. */
        record Cancelled() implements Ending {}

        /** The daemon stops; the next one goes on. */
        record Stopped() implements Ending {}

        /**
         * Something went wrong.
         *
         * @param reason in words
         */
        record Failed(String reason) implements Ending {}
    }

    /** Begins one; returns at once. */
    synchronized void begin(String volumeId) {
        Run run = new Run(volumeId);
        if (runs.putIfAbsent(volumeId, run) != null) {
            throw new IllegalStateException(volumeId + " is being moved already");
        }
        run.thread.start();
    }

    /** Whether one is under way. */
    synchronized boolean isMoving(String volumeId) {
        return runs.containsKey(volumeId);
    }

    /** Up to where the copy has come: bytes of the volume. */
    synchronized long bytesCopied(String volumeId) {
        Run run = runs.get(volumeId);
        MoveSteps.Begun begun = run == null ? null : run.begun;
        return begun == null ? 0 : begun.copy().bytesCopied();
    }

    /** Ends one, if it is under way, and waits for that; holding nothing that it needs. */
    void end(String volumeId, Ending ending) {
        find(volumeId).ifPresent(run -> run.end(ending));
    }

    /** Waits until one ends by itself, if it is under way; holding nothing that it needs. */
    void await(String volumeId) {
        find(volumeId).ifPresent(Run::join);
    }

    private synchronized Optional<Run> find(String volumeId) {
        return Optional.ofNullable(runs.get(volumeId));
    }

    /** Ends all, for the next daemon to go on with, and waits for that. */
    void stop() {
        Map<String, Run> all;
        synchronized (this) {
            all = Map.copyOf(runs);
        }
        all.values().forEach(run -> run.wanted(new Ending.Stopped()));
        all.values().forEach(Run::join);
    }

    private synchronized void forget(String volumeId) {
        runs.remove(volumeId);
    }

    /** One move. */
    private final class Run {
        private final String volumeId;
        private final Thread thread;
        private final CountDownLatch ended = new CountDownLatch(1);
        private final CountDownLatch stopped = new CountDownLatch(1);
        private volatile Ending ending = new Ending.Stopped();
        private volatile MoveSteps.@Nullable Begun begun;

        Run(String volumeId) {
            this.volumeId = volumeId;
            this.thread = Thread.ofPlatform()
                    .daemon()
                    .name("move-" + volumeId.substring(4, 12))
                    .unstarted(this::run);
        }

        void end(Ending wanted) {
            wanted(wanted);
            join();
        }

        synchronized void wanted(Ending wanted) {
            if (ended.getCount() > 0) {
                ending = wanted;
                ended.countDown();
            }
            if (wanted instanceof Ending.Stopped) {
                stopped.countDown();
            }
        }

        void join() {
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private boolean isEnded() {
            return ended.getCount() == 0;
        }

        private void run() {
            try {
                move();
            } catch (RuntimeException e) {
                LOG.error("volume={} its move failed: {}", volumeId, e.getMessage());
                LOG.debug("volume={}", volumeId, e);
                giveUp(new Ending.Failed(String.valueOf(e.getMessage())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                forget(volumeId);
            }
        }

        private void move() throws InterruptedException {
            while (!copying.tryAcquire(1, TimeUnit.SECONDS)) {
                if (isEnded()) {
                    giveUp(ending);
                    return;
                }
            }
            try {
                if (!isEnded()) {
                    MoveSteps.Begun copied = steps.begin(volumeId);
                    begun = copied;
                    copied.copy().run(this::isEnded);
                }
            } finally {
                copying.release();
            }
            if (begun != null) {
                end(begun);
            } else {
                giveUp(ending);
            }
        }

        /** As long as either target may be the volume, only the daemon's end ends this. */
        private void end(MoveSteps.Begun copied) throws InterruptedException {
            while (!isEnded() || (copied.target().isRequired() && stopped.getCount() > 0)) {
                if (steps.trySwitch(copied)) {
                    steps.tidy(volumeId);
                    return;
                }
                boolean unused = (isEnded() ? stopped : ended).await(1, TimeUnit.SECONDS);
            }
            giveUp(ending);
        }

        private void giveUp(Ending why) {
            try {
                steps.giveUp(volumeId, begun, why);
            } catch (RuntimeException e) {
                LOG.error("volume={} its move cannot be ended well: {}", volumeId, e.getMessage());
            }
        }
    }
}
