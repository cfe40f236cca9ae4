package io.ebsnap.device.nbd;

import java.io.IOException;
import java.util.Map;

/** Reads replies and gives each part to its request, until the connection ends. */
final class NbdReplies {

    private static final int SIMPLE = 0x67446698;
    private static final int STRUCTURED = 0x668e33ef;
    private static final int DONE = 1;
    private static final int NONE = 0;
    private static final int ERROR = 0x8001;
    private static final int ERROR_OFFSET = 0x8002;
    private static final int ERROR_BIT = 0x8000;
    private static final int ERROR_BYTES = 6;
    private static final int CHUNK_BYTES_MAX = NbdLimits.READ_BYTES_MAX + Long.BYTES;

    private final NbdWire wire;
    private final boolean structured;
    private final Map<Long, NbdRequest> inFlight;

    /** Requests are taken out of {@code inFlight} when their reply is whole. */
    NbdReplies(NbdWire wire, boolean structured, Map<Long, NbdRequest> inFlight) {
        this.wire = wire;
        this.structured = structured;
        this.inFlight = inFlight;
    }

    /** Reads one reply, or one chunk of one. */
    void readOne() throws IOException {
        int magic = wire.readInt();
        if (magic == SIMPLE) {
            simple();
        } else if (magic == STRUCTURED && structured) {
            chunk();
        } else {
            throw new NbdProtocolException("a reply that begins with " + Integer.toHexString(magic));
        }
    }

    private void simple() throws IOException {
        int error = wire.readInt();
        long cookie = wire.readLong();
        NbdRequest request = requestOf(cookie);
        if (structured && request instanceof NbdReadRequest) {
            throw new NbdProtocolException("a simple reply to a read, though replies in chunks were agreed on");
        }
        if (error == 0) {
            request.readSimple(wire);
        } else {
            request.fail(NbdErrno.nameOf(error));
        }
        finish(cookie, request);
    }

    private void chunk() throws IOException {
        int flags = wire.readShort();
        int type = wire.readShort();
        long cookie = wire.readLong();
        long length = wire.readUnsignedInt();
        NbdRequest request = requestOf(cookie);
        request.countChunk();
        if (length > Math.max(CHUNK_BYTES_MAX, NbdLimits.STATUS_BYTES_MAX)) {
            throw new NbdProtocolException("a chunk of " + length + " bytes");
        }
        content(request, type, (int) length);
        if ((flags & DONE) != 0) {
            finish(cookie, request);
        }
    }

    private void content(NbdRequest request, int type, int length) throws IOException {
        if (type == NONE && length == 0) {
            return;
        }
        if ((type & ERROR_BIT) != 0) {
            error(request, type, length);
        } else {
            request.readChunk(type, length, wire);
        }
    }

    private void error(NbdRequest request, int type, int length) throws IOException {
        if (length < ERROR_BYTES || length > ERROR_BYTES + NbdLimits.MESSAGE_BYTES_MAX + Long.BYTES) {
            throw new NbdProtocolException("an error chunk of " + length + " bytes");
        }
        String name = NbdErrno.nameOf(wire.readInt());
        int messageLength = wire.readShort();
        int left = length - ERROR_BYTES - messageLength;
        boolean possible = switch (type) {
            case ERROR -> left == 0;
            case ERROR_OFFSET -> left == Long.BYTES;
            default -> left >= 0;
        };
        if (!possible || messageLength > NbdLimits.MESSAGE_BYTES_MAX) {
            throw new NbdProtocolException(
                    "error chunk " + type + " of " + length + " bytes with a message of " + messageLength);
        }
        String message = wire.readText(messageLength);
        String where = type == ERROR_OFFSET ? " at offset " + Long.toUnsignedString(wire.readLong()) : "";
        if (type != ERROR_OFFSET) {
            wire.skip(left);
        }
        request.fail(name + where + (message.isEmpty() ? "" : " (" + message + ")"));
    }

    private void finish(long cookie, NbdRequest request) throws IOException {
        if (request.error() == null) {
            request.requireWhole();
        }
        inFlight.remove(cookie);
        request.done().complete(null);
    }

    private NbdRequest requestOf(long cookie) throws NbdProtocolException {
        NbdRequest request = inFlight.get(cookie);
        if (request == null) {
            throw new NbdProtocolException("a reply to no request: cookie " + Long.toUnsignedString(cookie));
        }
        return request;
    }
}
