package io.ebsnap.remote;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.catalog.RemoteRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections to a remote on which it reads one snapshot from here: made, and made again when they are cut, until this is closed. */
final class PushLines implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PushLines.class);

    /** As many as a copy has workers, and one to plan with. */
    private static final int LINES = 9;

    private final Parts parts;

    @GuardedBy("this")
    private final Set<Line> open = new HashSet<>();

    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * What they are made with.
     *
     * @param service calls
     * @param remote as it is known at that moment
     * @param snapshot the only one that may be opened
     * @param contents where it is read
     */
    record Parts(RemoteService service, Supplier<RemoteRecord> remote, SnapshotId snapshot, Contents contents) {}

    private PushLines(Parts parts) {
        this.parts = parts;
    }

    /** Begins to call. */
    static PushLines start(Parts parts) {
        PushLines lines = new PushLines(parts);
        for (int i = 0; i < LINES; i++) {
            Thread.ofPlatform()
                    .name("push-" + parts.snapshot().value().substring(5, 13) + "-" + i)
                    .start(lines::run);
        }
        return lines;
    }

    private void run() {
        for (int attempt = 0; pause(attempt); attempt++) {
            try {
                serve();
                attempt = 0;
            } catch (IOException | Failure e) {
                LOG.debug("snapshot={} push line: {}", parts.snapshot(), e.toString());
            } catch (RuntimeException e) {
                LOG.error("snapshot={} push line", parts.snapshot(), e);
            }
        }
    }

    private void serve() throws IOException {
        RemoteRecord remote = parts.remote().get();
        Line line = parts.service().lines().call(remote, Protocol.ANSWERS).line();
        if (!enter(line)) {
            return;
        }
        Fingerprint fingerprint = new Fingerprint(remote.fingerprint());
        try (Answering answering = new Answering(
                line,
                new Answering.Asker(
                        new Reader(parts), parts.service().identity().aliasesFor(fingerprint), Receiving.NONE),
                parts.contents(),
                parts.service().limits())) {
            answering.run();
        } finally {
            leave(line);
        }
    }

    /** It may read what is pushed, whatever else it may. */
    private record Reader(Parts parts) implements Answering.Standing {
        @Override
        public RemoteRecord requireReader() {
            return parts.remote().get();
        }

        @Override
        public RemoteRecord requireWriter() {
            throw new Failure.Denied("this connection is for reading");
        }

        @Override
        public boolean mayOpen(SnapshotId id) {
            return id.equals(parts.snapshot());
        }
    }

    private synchronized boolean enter(Line line) {
        if (closed.getCount() == 0) {
            line.close();
            return false;
        }
        return open.add(line);
    }

    private synchronized void leave(Line line) {
        open.remove(line);
    }

    /** Waits before an attempt; false if it is not wanted any more. */
    private boolean pause(int attempt) {
        try {
            return !closed.await(parts.service().limits().pauseBefore(attempt).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        synchronized (this) {
            open.forEach(Line::close);
        }
    }
}
