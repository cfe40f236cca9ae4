package io.ebsnap.task;

import io.ebsnap.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that do the steps of one piece of work, in about the order in which they are given. What waits is bounded: whoever gives waits
 * for room. The first failure ends all. Steps are given by one thread.
 *
 * @param <S> a step
 */
public final class WorkerGroup<S> implements AutoCloseable {

    private static final int WAITING_STEPS_MAX = 64;
    private static final long POLL_MILLIS = 200;

    private final Supplier<Consumer<S>> hands;

    private final BlockingQueue<Place<S>> steps = new ArrayBlockingQueue<>(WAITING_STEPS_MAX);

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    /**
     * Starts the threads.
     *
     * @param count how many, 1 or more
     * @param name of the threads
     * @param hands gives each thread what does its steps, with buffers of its own
     */
    public WorkerGroup(int count, String name, Supplier<Consumer<S>> hands) {
        this.hands = hands;
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofPlatform().name(name + "-" + i).start(this::run));
        }
    }

    /**
     * Gives a step, and waits for room.
     *
     * @throws Failure of a step that failed
     */
    public void give(S step) {
        put(new Place<>(step));
    }

    /**
     * Waits until all steps are done.
     *
     * @throws Failure of a step that failed
     */
    public void finish() {
        threads.forEach(thread -> put(new Place<>(null)));
        join();
        rethrow();
    }

    /** Ends the threads after the steps that they are at, whatever is left to do. */
    @Override
    public void close() {
        stopped = true;
        join();
    }

    private void put(Place<S> step) {
        try {
            while (!steps.offer(step, POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                rethrow();
            }
            rethrow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.Unavailable("the work was interrupted", e);
        }
    }

    private void run() {
        try {
            Consumer<S> hand = hands.get();
            while (!stopped) {
                @Nullable Place<S> next = steps.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (next == null) {
                    continue;
                }
                S step = next.step();
                if (step == null) {
                    return;
                }
                hand.accept(step);
            }
        } catch (InterruptedException e) {
            failure.compareAndSet(null, new Failure.Unavailable("a worker was interrupted", e));
            stopped = true;
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
            case TaskCancelled cancelled -> throw cancelled;
            case Error error -> throw error;
            case Throwable other -> throw new Failure.Internal("a worker failed: " + other, other);
        }
    }

    /**
     * A place in the queue.
     *
     * @param step to be done; null tells one thread that there are no more
     */
    private record Place<S>(@Nullable S step) {}
}
