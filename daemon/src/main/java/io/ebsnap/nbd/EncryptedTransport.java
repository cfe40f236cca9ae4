package io.ebsnap.nbd;

import java.util.Optional;

/** A transport that knows more of its client than where it comes from. */
interface EncryptedTransport extends Transport {

    /** Who the client has proved to be; nothing if it was not asked. */
    Optional<Peer> peer();
}
