package io.ebsnap.nbd;

import io.ebsnap.failure.Failure;
import io.ebsnap.volume.DataPlane;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the commands of one connection in its transmission phase need: the export, the ways for replies, and the hand-over to workers. All but
 * the fields is for the reader's thread.
 *
 * @param plane what is served
 * @param readOnly whether changes are refused
 * @param dialect that was agreed on
 * @param replies into buffers
 * @param input from the client
 * @param batch for replies that the reader makes
 * @param handOver for what may wait
 */
record Session(
        DataPlane plane,
        boolean readOnly,
        Dialect dialect,
        ReplyEncoder replies,
        Input input,
        ReplyBatch batch,
        HandOver handOver) {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** Some work for a request; may take as long as the data plane does. */
    interface Work {
        /**
         * Does it.
         *
         * @return the reply to the request; null if other work for the same request will give it
         */
        @Nullable
        Reply perform();
    }

    /**
     * The hand-over to workers.
     *
     * @param lane the export's threads
     * @param inFlight the connection's requests
     * @param outbox for their replies
     * @param buffers for payloads
     * @param share of the export in them
     * @param gaveUp whether the connection was given up
     * @param payloadMax the longest payload, in bytes
     * @param pace of the connection's writes
     */
    record HandOver(
            RequestWorkers.Lane lane,
            InFlight inFlight,
            Outbox outbox,
            PayloadBuffers buffers,
            PayloadBuffers.Share share,
            BooleanSupplier gaveUp,
            int payloadMax,
            WritePace pace) {}

    /** Answers that all went well. */
    void done(Request request) throws IOException {
        replies.putDone(batch.room(ReplyEncoder.STATUS_BYTES_MAX), request);
    }

    /** Answers with an error. */
    void error(Request request, int error, String message) throws IOException {
        replies.putError(batch.room(ReplyEncoder.STATUS_BYTES_MAX), request, error, message);
    }

    /** Answers with what went wrong, and says so in the log if it is the program's own fault. */
    void failure(Request request, Throwable failure) throws IOException {
        error(request, errorOf(failure), ReplyErrors.messageOf(failure));
    }

    /** The reply to what went wrong, for a worker. */
    Reply failed(Request request, Throwable failure) {
        int error = errorOf(failure);
        return SmallReply.of(target -> replies.putError(target, request, error, ReplyErrors.messageOf(failure)));
    }

    /** The reply that all went well, for a worker. */
    Reply succeeded(Request request) {
        return SmallReply.of(target -> replies.putDone(target, request));
    }

    private int errorOf(Throwable failure) {
        if (!(failure instanceof Failure) || failure instanceof Failure.Internal) {
            LOG.error("export={} a request failed for a fault of the program", plane.name(), failure);
        }
        return ReplyErrors.numberOf(failure);
    }

    /**
     * Memory for a payload, as soon as there is some.
     *
     * @return nothing if the connection was given up meanwhile
     */
    Optional<Payload> payload(int bytes) throws IOException, InterruptedException {
        Optional<Payload> payload = handOver.buffers().tryTake(handOver.share(), bytes);
        if (payload.isPresent()) {
            return payload;
        }
        batch.flush();
        return handOver.buffers().take(handOver.share(), bytes, handOver.gaveUp());
    }

    /**
     * Has a worker make the reply to a request, which is sent then. What it throws is answered as an error.
     *
     * @param payload closed if the work is dropped or throws; or null
     */
    void handOver(Request request, @Nullable Payload payload, Work work) throws IOException, InterruptedException {
        if (!handOver.inFlight().tryAdmit()) {
            batch.flush();
            if (!handOver.inFlight().admit()) {
                closeQuietly(payload);
                return;
            }
        }
        handOver.outbox().open();
        if (!handOver.lane().submit(() -> perform(request, payload, work))) {
            closeQuietly(payload);
            handOver.inFlight().answered();
            throw new IOException("the server has no thread for a request");
        }
    }

    private void perform(Request request, @Nullable Payload payload, Work work) {
        if (!handOver.inFlight().begin()) {
            closeQuietly(payload);
            handOver.inFlight().answered();
            return;
        }
        try {
            deliver(replyOf(request, payload, work));
        } finally {
            handOver.inFlight().worked();
        }
    }

    private @Nullable Reply replyOf(Request request, @Nullable Payload payload, Work work) {
        try {
            return work.perform();
        } catch (RuntimeException | Error e) {
            closeQuietly(payload);
            return failed(request, e);
        }
    }

    private void deliver(@Nullable Reply reply) {
        if (reply == null) {
            handOver.inFlight().answered();
        } else {
            handOver.outbox().put(reply);
        }
    }

    private static void closeQuietly(@Nullable Payload payload) {
        if (payload != null) {
            payload.close();
        }
    }
}
