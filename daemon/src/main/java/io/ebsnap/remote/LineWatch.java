package io.ebsnap.remote;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cuts connections whose other side takes too long: a socket's own time-out begins anew with each byte, and knows none for sending. Safe for use by several threads. */
final class LineWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LineWatch.class);
    private static final long LOOK_MILLIS = 500;

    @GuardedBy("this")
    private final Set<Line> lines = new HashSet<>();

    private final CountDownLatch ended = new CountDownLatch(1);

    /** One that looks, until it is closed. */
    static LineWatch start() {
        LineWatch watch = new LineWatch();
        Thread.ofPlatform().daemon().name("remote-watch").start(watch::run);
        return watch;
    }

    /** Watches a connection, which is closed if nothing is watched any more. */
    synchronized Line watch(Line line) {
        if (ended.getCount() == 0) {
            line.close();
        }
        lines.add(line);
        notifyAll();
        return line;
    }

    /** Cuts all of them. */
    @Override
    public synchronized void close() {
        ended.countDown();
        lines.forEach(Line::close);
        notifyAll();
    }

    private void run() {
        try {
            while (pause()) {
                for (Line line : watched()) {
                    if (line.isOverdue()) {
                        LOG.info("a remote did not answer in time, and is hung up on");
                        line.close();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean pause() throws InterruptedException {
        synchronized (this) {
            while (lines.isEmpty() && ended.getCount() > 0) {
                wait();
            }
        }
        return !ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized List<Line> watched() {
        lines.removeIf(Line::isClosed);
        return new ArrayList<>(lines);
    }
}
