package io.ebsnap.nbd;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * The requests of one connection, one after the other as they come. Runs on the connection's reader; what waits for the data plane
 * is handed over, so this loop waits for nothing but the client, room for replies, and memory.
 */
final class Transmission {

    private final Session session;
    private final BooleanSupplier stopping;
    private final ReadCommand reads;
    private final WriteCommand writes;
    private final RangeCommands ranges;
    private final StatusCommand states;

    /** @param stopping whether the server ends: then requests are refused */
    Transmission(Session session, BooleanSupplier stopping) {
        this.session = session;
        this.stopping = stopping;
        this.reads = new ReadCommand(session);
        this.writes = new WriteCommand(session);
        this.ranges = new RangeCommands(session);
        this.states = new StatusCommand(session);
    }

    /**
     * Serves until the client ends it.
     *
     * @return true if it said good-bye: all it has asked for is still to be answered; false if it just hung up
     */
    boolean run() throws IOException, InterruptedException {
        Dialect.Form form = session.dialect().form();
        while (session.input().awaitRequest(form.requestBytes())) {
            Request request = Request.read(session.input(), form);
            if (request.command() == Protocol.CMD_DISC) {
                session.batch().flush();
                return true;
            }
            handle(request, form);
        }
        return false;
    }

    private void handle(Request request, Dialect.Form form) throws IOException, InterruptedException {
        long payload = request.payloadBytes(form);
        if (payload < 0 || payload > session.handOver().payloadMax()) {
            throw new ProtocolViolation("a payload of " + Long.toUnsignedString(payload) + " bytes");
        }
        if (stopping.getAsBoolean()) {
            refuse(request, payload, Protocol.ESHUTDOWN, "the server is being stopped");
        } else if (!isAllowed(request, form)) {
            refuse(
                    request,
                    payload,
                    Protocol.EINVAL,
                    "command " + request.command() + " with flags " + request.flags());
        } else {
            perform(request);
        }
    }

    private void refuse(Request request, long payload, int error, String message) throws IOException {
        session.input().skip((int) payload);
        session.error(request, error, message);
    }

    private void perform(Request request) throws IOException, InterruptedException {
        switch (request.command()) {
            case Protocol.CMD_READ -> reads.handle(request);
            case Protocol.CMD_WRITE -> writes.handle(request);
            case Protocol.CMD_FLUSH -> ranges.flush(request);
            case Protocol.CMD_TRIM -> ranges.trim(request);
            case Protocol.CMD_CACHE -> ranges.cache(request);
            case Protocol.CMD_WRITE_ZEROES -> ranges.writeZeroes(request);
            case Protocol.CMD_BLOCK_STATUS -> states.handle(request);
            default -> throw new ProtocolViolation("command " + request.command());
        }
    }

    /** Whether a command is known and has only flags that it may have. */
    private boolean isAllowed(Request request, Dialect.Form form) {
        int allowed = Protocol.CMD_FLAG_FUA
                | switch (request.command()) {
                    case Protocol.CMD_READ -> form == Dialect.Form.SIMPLE ? 0 : Protocol.CMD_FLAG_DF;
                    case Protocol.CMD_WRITE -> form == Dialect.Form.EXTENDED ? Protocol.CMD_FLAG_PAYLOAD_LEN : 0;
                    case Protocol.CMD_FLUSH, Protocol.CMD_TRIM, Protocol.CMD_CACHE -> 0;
                    case Protocol.CMD_WRITE_ZEROES -> Protocol.CMD_FLAG_NO_HOLE | Protocol.CMD_FLAG_FAST_ZERO;
                    case Protocol.CMD_BLOCK_STATUS -> statusFlags();
                    default -> 0;
                };
        boolean known = request.command() <= Protocol.CMD_BLOCK_STATUS;
        boolean complete = form != Dialect.Form.EXTENDED
                || request.command() != Protocol.CMD_WRITE
                || request.has(Protocol.CMD_FLAG_PAYLOAD_LEN);
        return known && complete && (request.flags() & ~allowed) == 0;
    }

    private int statusFlags() {
        boolean mayChoose =
                (session.dialect().transmissionFlags(session.readOnly()) & Protocol.SEND_BLOCK_STATUS_PAYLOAD) != 0;
        return Protocol.CMD_FLAG_REQ_ONE | (mayChoose ? Protocol.CMD_FLAG_PAYLOAD_LEN : 0);
    }
}
