package io.ebsnap.kms.token;

import io.ebsnap.linux.Cryptoki;
import io.ebsnap.linux.CryptokiException;

/** Loads and initialises the module of a token. */
@FunctionalInterface
public interface ModuleLoader {

    /**
     * Loads it.
     *
     * @throws IllegalArgumentException if there is no such module
     * @throws CryptokiException if it cannot begin
     */
    Cryptoki load() throws CryptokiException;
}
