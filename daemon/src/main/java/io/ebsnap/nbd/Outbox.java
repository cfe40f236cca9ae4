package io.ebsnap.nbd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replies that workers have made, and the thread that sends them: a client that takes no replies keeps this thread waiting and no
 * worker. The thread starts with the first reply. The queue is bounded by the requests of the connection.
 */
final class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** The most replies that are sent with one call. */
    private static final int BATCH_MAX = 32;

    private final Outgoing outgoing;
    private final InFlight inFlight;
    private final Runnable lost;
    private final ThreadFactory threads;
    private final LinkedBlockingQueue<Optional<Reply>> queue = new LinkedBlockingQueue<>();
    private @Nullable Thread thread;
    private boolean broken;

    /** @param lost called once if replies cannot be sent any more */
    Outbox(Outgoing outgoing, InFlight inFlight, Runnable lost, ThreadFactory threads) {
        this.outgoing = outgoing;
        this.inFlight = inFlight;
        this.lost = lost;
        this.threads = threads;
    }

    /** Has a reply sent and its request counted as answered. */
    void put(Reply reply) {
        queue.add(Optional.of(reply));
    }

    /** Makes sure that somebody sends; called by the reader before it hands out work. */
    void open() {
        if (thread == null) {
            thread = threads.newThread(this::run);
            thread.start();
        }
    }

    /** Ends the thread when all replies so far are sent or dropped. Called by the reader, last. */
    void close() throws InterruptedException {
        if (thread != null) {
            queue.add(Optional.empty());
            thread.join();
        }
    }

    private void run() {
        List<Optional<Reply>> batch = new ArrayList<>();
        boolean open = true;
        while (open) {
            try {
                batch.add(queue.take());
            } catch (InterruptedException e) {
                // Nobody has a reason to interrupt it: it ends when it is told to.
                continue;
            }
            queue.drainTo(batch, BATCH_MAX - 1);
            open = batch.stream().allMatch(Optional::isPresent);
            send(batch.stream().flatMap(Optional::stream).toList());
            batch.clear();
        }
    }

    /** A client that gets no reply waits for ever: better it is cut off. */
    private void giveUp() {
        broken = true;
        lost.run();
    }

    private void send(List<Reply> replies) {
        ByteBuffer[] parts = replies.stream()
                .flatMap(reply -> reply.parts().stream())
                .map(ByteBuffer::duplicate)
                .toArray(ByteBuffer[]::new);
        try {
            if (!broken && parts.length > 0) {
                outgoing.write(parts, parts.length);
            }
        } catch (IOException e) {
            giveUp();
        } catch (RuntimeException | Error e) {
            LOG.error("sending replies failed for a fault of the program", e);
            giveUp();
        } finally {
            for (Reply reply : replies) {
                reply.close();
                inFlight.answered();
            }
        }
    }
}
