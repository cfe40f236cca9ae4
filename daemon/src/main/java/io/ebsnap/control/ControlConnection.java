package io.ebsnap.control;

import io.ebsnap.api.ApiError;
import io.ebsnap.api.ErrorKind;
import io.ebsnap.api.Frames;
import io.ebsnap.api.Limits;
import io.ebsnap.api.MalformedMessage;
import io.ebsnap.api.MessageCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client. Its own thread reads, handles and answers; another thread closes it when it has been silent or slow for too long,
 * which wakes the first one.
 */
final class ControlConnection {

    private static final Logger LOG = LoggerFactory.getLogger(ControlConnection.class);
    private static final long NEVER = Long.MAX_VALUE;

    private final SocketChannel channel;
    private final ControlLimits limits;
    private final LongSupplier nanoTime;
    /** Elapsed time at which it is closed; {@link #NEVER} while a request is being handled. */
    private volatile long deadlineNanos;

    private volatile boolean stopping;
    private volatile boolean busy;

    ControlConnection(SocketChannel channel, ControlLimits limits, LongSupplier nanoTime) {
        this.channel = channel;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.deadlineNanos = nanoTime.getAsLong() + limits.idle().toNanos();
    }

    /** Answers requests until the client goes, is too slow, or does not keep to the protocol. */
    void serve(Conversation conversation) {
        try (channel) {
            byte[] message = receive();
            while (message != null && !stopping) {
                busy = true;
                byte[] answer = conversation.answer(message);
                send(answer);
                busy = false;
                message = stopping ? null : receive();
            }
        } catch (MalformedMessage e) {
            LOG.debug("control connection ended: {}", e.getMessage());
        } catch (IOException e) {
            LOG.debug("control connection ended: {}", e.toString());
        }
    }

    /** Says why it is not served, and closes. */
    void refuse(ApiError why) {
        try (channel) {
            send(MessageCodec.encodeError(why));
        } catch (IOException e) {
            LOG.debug("refused control connection is gone: {}", e.toString());
        }
    }

    private byte @org.jspecify.annotations.Nullable [] receive() throws IOException {
        deadlineNanos = nanoTime.getAsLong() + limits.idle().toNanos();
        try {
            return Frames.read(new TimedReader(), Limits.REQUEST_BYTES_MAX);
        } catch (MalformedMessage e) {
            // Where the next message would begin is unknown: this one cannot be skipped.
            send(MessageCodec.encodeError(
                    new ApiError("MalformedRequest", ErrorKind.INVALID, String.valueOf(e.getMessage()), null)));
            throw e;
        } finally {
            deadlineNanos = NEVER;
        }
    }

    private void send(byte[] answer) throws IOException {
        deadlineNanos = nanoTime.getAsLong() + limits.transfer().toNanos();
        try {
            Frames.write(channel, answer);
        } finally {
            deadlineNanos = NEVER;
        }
    }

    /** Closes it if its time is up; called by another thread. */
    void closeIfOverdue() {
        long deadline = deadlineNanos;
        if (deadline != NEVER && nanoTime.getAsLong() - deadline > 0) {
            LOG.debug("control connection was silent or slow for too long");
            close();
        }
    }

    /** Lets a request under way come to its answer, then closes. */
    void stop() {
        stopping = true;
        if (!busy) {
            close();
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing a control connection: {}", e.toString());
        }
    }

    /** From a message's first byte on, all of it must come within the time of a transfer. */
    private final class TimedReader implements ReadableByteChannel {

        private boolean begun;

        @Override
        public int read(ByteBuffer buffer) throws IOException {
            int count = channel.read(buffer);
            if (!begun && count > 0) {
                begun = true;
                deadlineNanos = nanoTime.getAsLong() + limits.transfer().toNanos();
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() {
            // The connection closes it.
        }
    }
}
