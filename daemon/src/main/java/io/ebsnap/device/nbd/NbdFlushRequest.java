package io.ebsnap.device.nbd;

import java.io.IOException;

/** Asks that all writes be durable. */
final class NbdFlushRequest extends NbdRequest {

    private static final int FLUSH = 3;

    NbdFlushRequest() {
        super(FLUSH, 0, 0);
    }

    @Override
    void readSimple(NbdWire wire) {
        // Nothing follows.
    }

    @Override
    void readChunk(int chunkType, int chunkLength, NbdWire wire) throws IOException {
        throw new NbdProtocolException("chunk " + chunkType + " in reply to a flush");
    }

    @Override
    void requireWhole() {
        // There is nothing that could be missing.
    }
}
