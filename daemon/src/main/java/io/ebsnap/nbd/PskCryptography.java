package io.ebsnap.nbd;

import java.security.SecureRandom;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;

/**
 * What TLS with pre-shared keys computes with. Only here does {@link PreSharedKeys} meet Bouncy Castle, whose jars are signed, and proven when they
 * are opened: a daemon without such keys never opens them. Safe for use by several threads.
 */
final class PskCryptography {

    private final TlsCrypto crypto;

    /** @param random for what TLS needs */
    PskCryptography(SecureRandom random) {
        this.crypto = new JcaTlsCryptoProvider().create(random);
    }

    /** A handshake in which a client must have one of some keys. */
    PskHandshake handshake(PreSharedKeys keys) {
        return new PskHandshake(crypto, keys);
    }
}
