package io.ebsnap.nbd;

import io.ebsnap.volume.Fua;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One long write. Its parts are written as they come, some by workers; whoever ends the last one answers, after a flush if the write was
 * forced. A failure of a part is the write's, and the rest is passed over.
 */
final class LongWrite {

    private final Session session;
    private final Request request;

    /** Parts that are under way, and one more while more may come. */
    private final AtomicInteger open = new AtomicInteger(1);

    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    LongWrite(Session session, Request request) {
        this.session = session;
        this.request = request;
    }

    /** Receives all of it. It may be answered later. */
    void receive() throws IOException, InterruptedException {
        long end = request.offset() + request.length();
        long at = request.offset();
        while (at < end) {
            long slabEnd = (at / PayloadBuffers.SLAB_BYTES + 1) * PayloadBuffers.SLAB_BYTES;
            int length = (int) (Math.min(end, slabEnd) - at);
            Optional<Payload> part = session.payload(length);
            if (part.isEmpty()) {
                return;
            }
            receive(at, part.get());
            at += length;
        }
        if (open.decrementAndGet() == 0) {
            answer();
        }
    }

    private void receive(long at, Payload part) throws IOException, InterruptedException {
        try {
            session.input().readFully(part.part(0));
        } catch (IOException | RuntimeException | Error e) {
            part.close();
            throw e;
        }
        if (WriteCommand.mayWait(session, at, part.length())) {
            open.incrementAndGet();
            session.handOver(request, part, () -> writeByWorker(at, part));
        } else {
            write(at, part);
        }
    }

    private void write(long at, Payload part) {
        try (part) {
            if (failure.get() == null) {
                WriteCommand.write(session, at, part.part(0), Fua.NO);
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    private @Nullable Reply writeByWorker(long at, Payload part) {
        write(at, part);
        return open.decrementAndGet() == 0 ? finish() : null;
    }

    /** By the reader, when no part is under way. */
    private void answer() throws IOException, InterruptedException {
        Throwable failed = failure.get();
        if (failed != null) {
            session.failure(request, failed);
        } else if (request.has(Protocol.CMD_FLAG_FUA)) {
            session.handOver(request, null, this::finish);
        } else {
            session.done(request);
        }
    }

    /** By a worker, likewise. */
    private Reply finish() {
        Throwable failed = failure.get();
        if (failed != null) {
            return session.failed(request, failed);
        }
        if (request.has(Protocol.CMD_FLAG_FUA)) {
            session.plane().flush();
        }
        return session.succeeded(request);
    }
}
