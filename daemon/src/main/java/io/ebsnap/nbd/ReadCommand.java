package io.ebsnap.nbd;

import io.ebsnap.nbd.Dialect.Form;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads. What is there is read by the reader of the connection into its batch or, when it is long, into a payload; what is not, by a
 * worker. A reply is begun only when all its data is had. Where the form allows it, parts that turn out to be all zeros are sent as holes.
 */
final class ReadCommand {

    /** What is not longer goes into the batch, in bytes. */
    private static final int SMALL_BYTES_MAX = 64 << 10;

    private final Session session;

    ReadCommand(Session session) {
        this.session = session;
    }

    void handle(Request request) throws IOException, InterruptedException {
        int payloadMax = session.handOver().payloadMax();
        if (!Bounds.contain(session.plane(), request)) {
            session.error(request, Protocol.EINVAL, Bounds.beyond(session.plane(), request));
        } else if (request.length() > payloadMax) {
            int error = session.dialect().form() == Form.SIMPLE ? Protocol.EINVAL : Protocol.EOVERFLOW;
            session.error(request, error, "at most " + payloadMax + " bytes are read at once");
        } else if (request.length() == 0) {
            session.done(request);
        } else if (request.length() > SMALL_BYTES_MAX || !readSmall(request, (int) request.length())) {
            readLarge(request, (int) request.length());
        }
    }

    /** @return false if it must be waited for */
    private boolean readSmall(Request request, int length) throws IOException {
        int headerBytes = session.replies().form().dataHeaderBytes();
        ByteBuffer batch = session.batch().room(headerBytes + length);
        ByteBuffer data = batch.slice(batch.position() + headerBytes, length);
        try {
            if (!session.plane().readNow(request.offset(), data)) {
                return false;
            }
        } catch (RuntimeException | Error e) {
            session.failure(request, e);
            return true;
        }
        if (mayTellHoles(request) && Payload.isZero(data.flip())) {
            session.replies().putHole(batch, request, request.offset(), length, true);
        } else {
            session.replies().putDataHeader(batch, request, request.offset(), length, true);
            batch.position(batch.position() + length);
        }
        return true;
    }

    private void readLarge(Request request, int length) throws IOException, InterruptedException {
        Optional<Payload> taken = session.payload(length);
        if (taken.isEmpty()) {
            return;
        }
        Payload payload = taken.get();
        int there;
        try {
            there = readParts(request, payload);
        } catch (RuntimeException | Error e) {
            payload.close();
            session.failure(request, e);
            return;
        }
        if (there == payload.parts()) {
            send(request, payload);
        } else {
            session.handOver(request, payload, () -> readRest(request, payload, there));
        }
    }

    /**
     * Reads parts that are there.
     *
     * @return the first that is not
     */
    private int readParts(Request request, Payload payload) {
        for (int part = 0; part < payload.parts(); part++) {
            if (!session.plane().readNow(request.offset() + Payload.startOf(part), payload.part(part))) {
                return part;
            }
        }
        return payload.parts();
    }

    private Reply readRest(Request request, Payload payload, int first) {
        for (int part = first; part < payload.parts(); part++) {
            session.plane().read(request.offset() + Payload.startOf(part), payload.part(part));
        }
        return reply(request, payload);
    }

    /** By the reader itself: headers go into the batch if the data is one piece, which it nearly always is. */
    private void send(Request request, Payload payload) throws IOException {
        try (payload) {
            if (mayTellHoles(request) && hasZeros(payload)) {
                session.batch().flushAndSend(reply(request, payload));
            } else {
                ByteBuffer batch = session.batch().room(session.replies().form().dataHeaderBytes());
                session.replies().putDataHeader(batch, request, request.offset(), payload.length(), true);
                session.batch().flushWith(payload);
            }
        }
    }

    private Reply reply(Request request, Payload payload) {
        List<ByteBuffer> parts = new ArrayList<>();
        boolean tellHoles = mayTellHoles(request) && hasZeros(payload);
        int first = 0;
        while (first < payload.parts()) {
            int end = first + 1;
            boolean hole = tellHoles && payload.isZero(first);
            while (end < payload.parts() && (!tellHoles || payload.isZero(end) == hole)) {
                end++;
            }
            addRun(parts, request, payload, new Run(first, end, hole));
            first = end;
        }
        return new Reply(parts, payload);
    }

    /**
     * Parts of a payload.
     *
     * @param end the one behind the last
     */
    private record Run(int first, int end, boolean hole) {}

    private void addRun(List<ByteBuffer> parts, Request request, Payload payload, Run run) {
        long start = Payload.startOf(run.first());
        int length = (int) (Math.min(Payload.startOf(run.end()), payload.length()) - start);
        boolean last = run.end() == payload.parts();
        ByteBuffer header = ByteBuffer.allocate(ReplyEncoder.STATUS_BYTES_MAX);
        if (run.hole()) {
            session.replies().putHole(header, request, request.offset() + start, length, last);
            parts.add(header.flip());
        } else {
            session.replies().putDataHeader(header, request, request.offset() + start, length, last);
            parts.add(header.flip());
            for (int part = run.first(); part < run.end(); part++) {
                parts.add(payload.part(part));
            }
        }
    }

    private boolean mayTellHoles(Request request) {
        return session.dialect().form() != Form.SIMPLE && !request.has(Protocol.CMD_FLAG_DF);
    }

    private static boolean hasZeros(Payload payload) {
        for (int part = 0; part < payload.parts(); part++) {
            if (payload.isZero(part)) {
                return true;
            }
        }
        return false;
    }
}
