package io.ebsnap.nbd;

import java.io.IOException;

/** What a listener offers for STARTTLS, and whom it lets in by that. Safe for use by several threads. */
public abstract sealed class Encryption permits TlsIdentity, PreSharedKeys {

    Encryption() {}

    /** Waits for the client's part of the TLS handshake. */
    abstract EncryptedTransport accept(Line line) throws IOException;
}
