package io.ebsnap.nbd;

import java.io.IOException;

/** The client sent what leaves no way to go on: its connection is closed. */
final class ProtocolViolation extends IOException {

    private static final long serialVersionUID = 1L;

    ProtocolViolation(String found) {
        super(found);
    }
}
