package io.ebsnap.device.nbd;

import java.io.IOException;

/** The server sent what the protocol forbids: its connection is of no use any more. */
final class NbdProtocolException extends IOException {

    private static final long serialVersionUID = 1L;

    NbdProtocolException(String found) {
        super("the server breaks the NBD protocol: " + found);
    }
}
