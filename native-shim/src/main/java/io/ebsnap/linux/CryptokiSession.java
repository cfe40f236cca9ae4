package io.ebsnap.linux;

import java.util.List;

/** A session with a token whose user is logged in. Used by one thread at a time; calls that fail leave the token as it was. */
public interface CryptokiSession extends AutoCloseable {

    /**
     * Makes an AES-256 key in the token that wraps and unwraps other keys, and whose bytes nobody can have. It is durable when
     * the call returns.
     *
     * @param id 1 to 64 bytes that name it (CKA_ID); the caller sees to it that no key has them
     * @param label for people
     */
    void generateWrappingKey(byte[] id, String label) throws CryptokiException;

    /** The secret keys of the token that have this id; at most 16 are told of. */
    List<CryptokiKey> find(byte[] id) throws CryptokiException;

    /**
     * Wraps secret bytes by AES Key Wrap (RFC 3394), in the token.
     *
     * @param secret 16 to 64 bytes, a multiple of 8; stays the caller's to zero
     * @return 8 bytes more
     */
    byte[] wrap(CryptokiKey key, byte[] secret) throws CryptokiException;

    /**
     * Unwraps what {@link #wrap} made.
     *
     * @return the caller's to zero
     * @throws CryptokiException {@link CryptokiException#isNotOurs} if it was altered, or wrapped by another key
     */
    byte[] unwrap(CryptokiKey key, byte[] wrapped) throws CryptokiException;

    /** Destroys a key in the token, for good. */
    void destroy(CryptokiKey key) throws CryptokiException;

    /** Ends the session; a token that is gone does not matter. */
    @Override
    void close();
}
