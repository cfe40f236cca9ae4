package io.ebsnap.restore;

import io.ebsnap.device.BlockBuffer;
import io.ebsnap.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Threads that do a restore's steps. The first failure ends all. Used by the one thread that gives the steps. */
final class RestoreWorkers implements AutoCloseable {

    private static final int WAITING_STEPS_MAX = 64;
    private static final long OFFER_MILLIS = 200;

    private final BiConsumer<RestoreStep, BlockBuffer> work;
    private final BlockingQueue<RestoreStep> steps = new ArrayBlockingQueue<>(WAITING_STEPS_MAX);
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    RestoreWorkers(int count, String name, BiConsumer<RestoreStep, BlockBuffer> work) {
        this.work = work;
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofPlatform().name(name + "-" + i).start(this::run));
        }
    }

    /**
     * Gives a step, and waits for room.
     *
     * @throws Failure of a worker that failed
     */
    void give(RestoreStep step) {
        try {
            while (!steps.offer(step, OFFER_MILLIS, TimeUnit.MILLISECONDS)) {
                rethrow();
            }
            rethrow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.Unavailable("the restore was interrupted", e);
        }
    }

    /** Waits until all steps are done. */
    void finish() {
        for (int i = 0; i < threads.size(); i++) {
            give(new RestoreStep.End());
        }
        join();
        rethrow();
    }

    /** Ends the workers, whatever is left to do. */
    @Override
    public void close() {
        stopped = true;
        join();
    }

    private void run() {
        try {
            BlockBuffer buffer = new BlockBuffer();
            while (!stopped) {
                RestoreStep step = steps.poll(OFFER_MILLIS, TimeUnit.MILLISECONDS);
                if (step instanceof RestoreStep.End) {
                    return;
                }
                if (step != null) {
                    work.accept(step, buffer);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            stopped = true;
        }
    }

    private void join() {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                    stopped = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void rethrow() {
        switch (failure.get()) {
            case null -> {}
            case Failure known -> throw known;
            case Error error -> throw error;
            case Throwable other -> throw new Failure.Internal("restoring failed: " + other, other);
        }
    }
}
