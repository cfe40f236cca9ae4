package io.ebsnap.nbd;

import io.ebsnap.volume.Fua;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Writes. What fits into the input is written from there; longer ones are received and written part by part, each within one slab of
 * the volume, so that they need little memory however long they are. A part that may wait goes to a worker: forced ones,
 * those whose ends must be merged with what is there, and all while the data plane is slow.
 */
final class WriteCommand {

    /** What is not longer is written from the input buffer, in bytes. */
    private static final int SMALL_BYTES_MAX = 64 << 10;

    /** Writes whose ends are not at multiples of this may wait, in bytes: what a data plane keeps its validity by. */
    private static final int UNIT_BYTES = 4096;

    private final Session session;

    WriteCommand(Session session) {
        this.session = session;
    }

    void handle(Request request) throws IOException, InterruptedException {
        int length = (int) request.length();
        if (session.readOnly()) {
            refuse(request, Protocol.EPERM, "the export is read-only");
        } else if (!Bounds.contain(session.plane(), request)) {
            refuse(request, Protocol.ENOSPC, Bounds.beyond(session.plane(), request));
        } else if (length <= SMALL_BYTES_MAX) {
            writeSmall(request, length);
        } else {
            new LongWrite(session, request).receive();
        }
    }

    /** Answers a write that is not done, once its payload was passed over. */
    void refuse(Request request, int error, String message) throws IOException {
        session.input().skip((int) request.length());
        session.error(request, error, message);
    }

    private void writeSmall(Request request, int length) throws IOException, InterruptedException {
        session.input().await(length);
        if (request.has(Protocol.CMD_FLAG_FUA) || mayWait(session, request.offset(), length)) {
            handOver(request, session.input().take(length));
            return;
        }
        ByteBuffer data = session.input().take(length);
        WritePace pace = session.handOver().pace();
        long begun = pace.begin();
        try {
            session.plane().write(request.offset(), data, Fua.NO);
        } catch (RuntimeException | Error e) {
            session.failure(request, e);
            return;
        } finally {
            pace.end(begun, length);
        }
        session.done(request);
    }

    private void handOver(Request request, ByteBuffer data) throws IOException, InterruptedException {
        Optional<Payload> taken = session.payload(data.remaining());
        if (taken.isEmpty()) {
            return;
        }
        Payload payload = taken.get();
        ByteBuffer copy = payload.part(0).put(data).flip();
        session.handOver(request, payload, () -> {
            write(session, request.offset(), copy, fuaOf(request));
            payload.close();
            return session.succeeded(request);
        });
    }

    /** Whether a write is better not done by the reader. */
    static boolean mayWait(Session session, long offset, int length) {
        return offset % UNIT_BYTES != 0
                || length % UNIT_BYTES != 0
                || !session.handOver().pace().isQuick();
    }

    /** Writes and counts how long it took, if that says anything about others. */
    static void write(Session session, long offset, ByteBuffer data, Fua fua) {
        WritePace pace = session.handOver().pace();
        long begun = pace.begin();
        int length = data.remaining();
        session.plane().write(offset, data, fua);
        if (fua == Fua.NO) {
            pace.end(begun, length);
        }
    }

    private static Fua fuaOf(Request request) {
        return request.has(Protocol.CMD_FLAG_FUA) ? Fua.YES : Fua.NO;
    }
}
