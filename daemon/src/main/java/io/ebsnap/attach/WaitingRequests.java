package io.ebsnap.attach;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.linux.ProcessSettings;
import io.ebsnap.linux.fuse.FuseBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Threads for requests that may have to wait for the store, so that those who read requests go on with others. Everything that a
 * request needs is there before it comes: serving a device must not ask for memory. Safe for use by several threads.
 */
final class WaitingRequests implements AutoCloseable {

    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(AttachSettings.WAITING_MAX);
    private final BlockingQueue<FuseBuffer> spares = new ArrayBlockingQueue<>(AttachSettings.WAITING_WRITES_MAX);
    private final int count;
    private final ProcessSettings process;

    @GuardedBy("this")
    private final List<Thread> threads = new ArrayList<>();

    /** A request. */
    @FunctionalInterface
    interface Task {
        /** Does it, with a buffer that nobody else uses meanwhile. */
        void with(FuseBuffer buffer);
    }

    /**
     * What is in the queue.
     *
     * @param task null ends one thread
     * @param held the buffer that holds the request, if it brings bytes
     */
    private record Waiting(@Nullable Task task, @Nullable FuseBuffer held) {}

    /**
     * Threads that are not started yet.
     *
     * @param count how many
     */
    WaitingRequests(int count, ProcessSettings process) {
        this.count = count;
        this.process = process;
    }

    /** Starts the threads, once: a daemon that attaches nothing needs neither them nor their memory. */
    synchronized void start() {
        if (!threads.isEmpty()) {
            return;
        }
        for (int i = 0; i < AttachSettings.WAITING_WRITES_MAX; i++) {
            spares.add(new FuseBuffer());
        }
        for (int i = 0; i < count; i++) {
            FuseBuffer buffer = new FuseBuffer();
            threads.add(Thread.ofPlatform().name("attach-wait-" + i).daemon().start(() -> {
                process.declareIoFlusher();
                run(buffer);
            }));
        }
    }

    /** Takes a request over, unless too many wait. */
    boolean offer(Task task) {
        return queue.offer(new Waiting(task, null));
    }

    /**
     * Takes a request over with the buffer that holds it, unless too many wait.
     *
     * @return a buffer for it
     */
    Optional<FuseBuffer> offer(Task task, FuseBuffer held) {
        @Nullable FuseBuffer spare = spares.poll();
        if (spare == null) {
            return Optional.empty();
        }
        if (queue.offer(new Waiting(task, held))) {
            return Optional.of(spare);
        }
        spares.add(spare);
        return Optional.empty();
    }

    private void run(FuseBuffer own) {
        try {
            while (true) {
                Waiting next = queue.take();
                Task task = next.task();
                if (task == null) {
                    return;
                }
                FuseBuffer held = next.held();
                task.with(held == null ? own : held);
                if (held != null) {
                    spares.add(held);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the threads after what waits; does not wait for them. */
    @Override
    public synchronized void close() {
        for (Thread thread : threads) {
            if (!queue.offer(new Waiting(null, null))) {
                thread.interrupt();
            }
        }
    }
}
