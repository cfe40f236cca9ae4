package io.ebsnap.nbd;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The threads that work on what may wait, all of a server's. Every export has a lane with some of them, so that one whose data plane
 * hangs leaves the others theirs. Lanes take turns. What waits is bounded by the requests of the connections.
 */
final class RequestWorkers implements AutoCloseable {

    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;
    private final int perLane;

    RequestWorkers(ServerLimits.Requests limits) {
        AtomicLong numbers = new AtomicLong();
        this.perLane = limits.runningPerExport();
        this.threads = new ThreadPoolExecutor(
                limits.running(),
                limits.running(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> Thread.ofPlatform()
                        .daemon()
                        .name("nbd-work-" + numbers.incrementAndGet())
                        .unstarted(work));
        threads.allowCoreThreadTimeOut(true);
    }

    Lane lane() {
        return new Lane();
    }

    /** Lets what has begun or waits come to its end; nothing new may be given. */
    @Override
    public void close() {
        threads.shutdown();
    }

    /** The work of one export, in the order of coming, some of it at a time. */
    final class Lane {

        @GuardedBy("this")
        private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

        @GuardedBy("this")
        private int running;

        /**
         * Has something done; it must not throw.
         *
         * @return false if there is no thread for it and none will come; then it is not done
         */
        synchronized boolean submit(Runnable work) {
            waiting.add(work);
            if (running >= perLane) {
                return true;
            }
            if (tryStep()) {
                running++;
                return true;
            }
            return running > 0 || !waiting.remove(work);
        }

        /** One at a time, and then again at the end of the queue: other lanes come in between. */
        private void step() {
            boolean alone;
            do {
                Runnable work = next();
                try {
                    if (work != null) {
                        work.run();
                    }
                } finally {
                    alone = mustGoOn();
                }
            } while (alone);
        }

        private synchronized @Nullable Runnable next() {
            return waiting.poll();
        }

        /** Whether more waits and no thread is to be had for it: then this one goes on. */
        private synchronized boolean mustGoOn() {
            if (waiting.isEmpty()) {
                running--;
                return false;
            }
            return !tryStep();
        }

        private boolean tryStep() {
            try {
                threads.execute(this::step);
                return true;
            } catch (RejectedExecutionException | OutOfMemoryError e) {
                return false;
            }
        }
    }
}
