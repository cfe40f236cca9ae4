package io.ebsnap.linux;

/**
 * A secret key that lies in a token.
 *
 * @param handle the session's number of it
 * @param isGuarded whether it is an AES-256 key that wraps and unwraps, and whose bytes the token gives to nobody
 */
public record CryptokiKey(long handle, boolean isGuarded) {}
