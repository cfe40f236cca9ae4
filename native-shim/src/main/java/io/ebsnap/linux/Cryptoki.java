package io.ebsnap.linux;

import java.util.List;

/**
 * A PKCS#11 module (Cryptoki), initialised: the library of a hardware security module, a smart card or SoftHSM. A process uses
 * each module once at a time. Safe for use by several threads, which wait for each other.
 */
public interface Cryptoki extends AutoCloseable {

    /**
     * The initialised tokens that are there now.
     *
     * @throws CryptokiException if the module does not answer
     */
    List<CryptokiToken> tokens() throws CryptokiException;

    /**
     * Opens a session that may change the token, and logs in as its user. One attempt with the PIN is made, whatever it says:
     * tokens count them.
     *
     * @param pin in UTF-8; stays the caller's to zero
     * @throws CryptokiException if that fails; {@link CryptokiException#refusesPin} tells whether for the PIN
     */
    CryptokiSession login(CryptokiToken token, byte[] pin) throws CryptokiException;

    /** Ends all sessions and lets the module go. */
    @Override
    void close();
}
