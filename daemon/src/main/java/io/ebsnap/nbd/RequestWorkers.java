package io.ebsnap.nbd;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

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

        /** Has something done; it must not throw. */
        synchronized void submit(Runnable work) {
            waiting.add(work);
            if (running < perLane) {
                running++;
                threads.execute(this::step);
            }
        }

        /** One at a time, and then again at the end of the queue: other lanes come in between. */
        private void step() {
            Runnable work = next();
            try {
                if (work != null) {
                    work.run();
                }
            } finally {
                goOn();
            }
        }

        private synchronized @org.jspecify.annotations.Nullable Runnable next() {
            return waiting.poll();
        }

        private synchronized void goOn() {
            if (waiting.isEmpty()) {
                running--;
            } else {
                threads.execute(this::step);
            }
        }
    }
}
