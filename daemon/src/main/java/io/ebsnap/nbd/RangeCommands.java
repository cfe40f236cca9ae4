package io.ebsnap.nbd;

import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.Fua;
import io.ebsnap.volume.ZeroMode;
import java.io.IOException;

/** Commands without data: flush, trim, zeroes and cache. All but the last may wait, and are done by workers. */
final class RangeCommands {

    private final Session session;

    RangeCommands(Session session) {
        this.session = session;
    }

    /** What a worker does to the export. */
    private interface Change {
        /** @return 0, or an error number */
        int perform(DataPlane plane);
    }

    void flush(Request request) throws IOException, InterruptedException {
        if (request.offset() != 0 || request.length() != 0) {
            session.error(request, Protocol.EINVAL, "a flush has no range");
            return;
        }
        handOver(request, plane -> {
            plane.flush();
            return 0;
        });
    }

    void trim(Request request) throws IOException, InterruptedException {
        change(request, Protocol.EINVAL, plane -> {
            plane.trim(request.offset(), request.length(), fuaOf(request));
            return 0;
        });
    }

    void writeZeroes(Request request) throws IOException, InterruptedException {
        ZeroMode mode = new ZeroMode(!request.has(Protocol.CMD_FLAG_NO_HOLE), request.has(Protocol.CMD_FLAG_FAST_ZERO));
        change(
                request,
                Protocol.ENOSPC,
                plane -> plane.writeZeroes(request.offset(), request.length(), mode, fuaOf(request))
                        ? 0
                        : Protocol.ENOTSUP);
    }

    void cache(Request request) throws IOException {
        if (!Bounds.contain(session.plane(), request)) {
            session.error(request, Protocol.EINVAL, Bounds.beyond(session.plane(), request));
            return;
        }
        try {
            session.plane().prefetch(request.offset(), request.length());
            session.done(request);
        } catch (RuntimeException | Error e) {
            session.failure(request, e);
        }
    }

    private void change(Request request, int beyond, Change change) throws IOException, InterruptedException {
        if (session.readOnly()) {
            session.error(request, Protocol.EPERM, "the export is read-only");
        } else if (!Bounds.contain(session.plane(), request)) {
            session.error(request, beyond, Bounds.beyond(session.plane(), request));
        } else if (request.length() == 0) {
            session.done(request);
        } else {
            handOver(request, change);
        }
    }

    private void handOver(Request request, Change change) throws IOException, InterruptedException {
        session.handOver(request, null, () -> {
            int error = change.perform(session.plane());
            return error == 0
                    ? session.succeeded(request)
                    : SmallReply.of(target ->
                            session.replies().putError(target, request, error, "that would take as long as writing"));
        });
    }

    private static Fua fuaOf(Request request) {
        return request.has(Protocol.CMD_FLAG_FUA) ? Fua.YES : Fua.NO;
    }
}
